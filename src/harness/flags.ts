/** What a user may say about a run, by flag or by its environment twin. Values are still text here. */

import { didYouMean, UsageError } from '../model/errors.ts';

export interface RunFlags {
  readonly target?: string;
  readonly revision?: string;
  readonly profile?: readonly string[];
  readonly area?: readonly string[];
  readonly case?: string;
  readonly allowWrites?: boolean;
  /** The production host a run may write to. */
  readonly confirmHost?: string;
  readonly strict?: boolean;
  readonly keepValues?: boolean;
  /** Folder of an interrupted run to go on with. */
  readonly resume?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly deviations?: string;
  readonly out?: string;
  readonly workers?: string;
  readonly shard?: string;
  readonly fault?: readonly string[];
  readonly variant?: readonly string[];
  readonly users?: string;
  readonly seed?: string;
}

const TEXT = [
  'target',
  'revision',
  'case',
  'confirmHost',
  'deviations',
  'resume',
  'out',
  'workers',
  'shard',
  'users',
  'seed',
] as const;
const LISTS = ['profile', 'area', 'fault', 'variant'] as const;
const SWITCHES = ['allowWrites', 'strict', 'keepValues', 'quiet', 'json'] as const;

/** `allowWrites` has the twin SPEND_ALLOW_WRITES. */
export function variableOf(flag: keyof RunFlags): string {
  return `SPEND_${flag.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function flagsFromEnvironment(environment: Environment): RunFlags {
  const flags: Record<string, string | readonly string[] | boolean> = {};
  for (const name of TEXT) {
    const value = environment[variableOf(name)];
    if (value !== undefined && value !== '') flags[name] = value;
  }
  for (const name of LISTS) {
    const value = environment[variableOf(name)];
    if (value !== undefined && value !== '') flags[name] = value.split(',').map((item) => item.trim());
  }
  for (const name of SWITCHES) {
    const value = environment[variableOf(name)];
    if (value !== undefined && value !== '') flags[name] = readSwitch(name, value);
  }
  return flags;
}

function readSwitch(name: keyof RunFlags, value: string): boolean {
  if (['1', 'true', 'yes'].includes(value.toLowerCase())) return true;
  if (['0', 'false', 'no'].includes(value.toLowerCase())) return false;
  throw new UsageError(`${variableOf(name)} is "${value}"`, 'Set it to 1 or 0.');
}

/** The environment that makes a child process see the same flags. */
export function flagsToEnvironment(flags: RunFlags): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of [...TEXT, ...LISTS, ...SWITCHES] as const) {
    const value = flags[name];
    if (value === undefined) continue;
    if (typeof value === 'boolean') environment[variableOf(name)] = value ? '1' : '0';
    else environment[variableOf(name)] = typeof value === 'string' ? value : value.join(',');
  }
  return environment;
}

/** A word out of a closed list, or a UsageError that names the nearest one. */
export function oneOf<Word extends string>(what: string, value: string, known: readonly Word[]): Word {
  const found = known.find((word) => word === value);
  if (found !== undefined) return found;
  throw new UsageError(`unknown ${what} "${value}".${didYouMean(value, known)}`, `Known: ${known.join(', ')}.`);
}

/** A whole number within bounds, or a UsageError. */
export function wholeNumber(what: string, value: string, minimum: number, maximum: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= minimum && number <= maximum) return number;
  throw new UsageError(`${what} is "${value}"`, `Give a whole number from ${minimum} to ${maximum}.`);
}
