/**
 * Reads the authored YAML strictly: every value is asked for by name and type, and what does not fit is refused with
 * file and line. Knows nothing of requirements or operations. Positions are only computed when something is wrong,
 * because a plain parse is several times faster.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMap, isNode, isScalar, LineCounter, parse, parseDocument, YAMLParseError } from 'yaml';
import { ContractError, didYouMean } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import { parsedOnce } from './yaml-cache.ts';

/** The folder that holds `specs/` and `schemas/`, whatever the working directory is, and run compiled or as written. */
export const REPOSITORY = packageRoot(new URL('./', import.meta.url));

function packageRoot(folder: URL): string {
  return existsSync(new URL('package.json', folder)) ? fileURLToPath(folder) : packageRoot(new URL('../', folder));
}

/** A path inside the repository, absolute. */
export function repositoryPath(...parts: readonly string[]): string {
  return join(REPOSITORY, ...parts);
}

type Step = string | number;

/** A value of a YAML file together with where it stands. */
export interface Located {
  readonly value: unknown;
  readonly file: string;
  readonly path: readonly Step[];
}

function shown(file: string): string {
  const inside = relative(REPOSITORY, file);
  return (inside.startsWith('..') ? file : inside).split(sep).join('/');
}

/** Line of the value at `path`, or of its key when `ofKey`; the nearest parent where the path does not exist. */
function lineOf(file: string, path: readonly Step[], ofKey: boolean): number {
  const counter = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: counter });
  const parent = path.length > 0 ? document.getIn(path.slice(0, -1), true) : undefined;
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(last));
    const node = ofKey ? pair?.key : (pair?.value ?? pair?.key);
    if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
  }
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
  }
  return 1;
}

/** `specs/requirements/errors.yaml:12`. */
export function placeOf(where: Located, ofKey = false): string {
  return `${shown(where.file)}:${lineOf(where.file, where.path, ofKey)}`;
}

/** Throws a ContractError that names file and line. */
export function refuse(where: Located, problem: string, nextStep: string, ofKey = false): never {
  throw new ContractError(`${placeOf(where, ofKey)}: ${problem}`, nextStep);
}

function parsedFrom(file: string, text: string): unknown {
  try {
    return parse(text, { uniqueKeys: true, prettyErrors: true });
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const line = error.linePos?.[0].line ?? 1;
    const reason = error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'not readable';
    throw new ContractError(`${shown(file)}:${line}: ${reason}`, 'Correct the YAML on that line.', error);
  }
}

/** The whole file as one located value; a missing or unreadable file is a ContractError. */
export function readYaml(file: string): Located {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ContractError(`${shown(file)} cannot be read.`, 'Restore the file from the repository.', error);
  }
  const name = shown(file);
  const value =
    name === file
      ? parsedFrom(file, text)
      : parsedOnce(repositoryPath('node_modules', '.cache', 'spend-conformance'), name, text, (one) =>
          parsedFrom(file, one),
        );
  return { value, file, path: [] };
}

function child(of: Located, step: Step, value: unknown): Located {
  return { value, file: of.file, path: [...of.path, step] };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return isRecord(value) ? 'a map' : `the ${typeof value} ${JSON.stringify(value)}`;
}

/** The members of a map in which any key is allowed. */
export function entries(of: Located): readonly (readonly [string, Located])[] {
  if (!isRecord(of.value)) refuse(of, `A map is expected here, found ${kindOf(of.value)}.`, 'Write key: value pairs.');
  return Object.entries(of.value).map(([key, value]) => [key, child(of, key, value)]);
}

/** The members of a map whose keys are closed: an unknown key and a missing required one are refused. */
export function closedMap<Required extends string, Optional extends string = never>(
  of: Located,
  required: readonly Required[],
  optional: readonly Optional[] = [],
): { readonly [Key in Required]: Located } & { readonly [Key in Optional]?: Located } {
  const known: readonly string[] = [...required, ...optional];
  const members = Object.fromEntries(entries(of));
  for (const [key, member] of Object.entries(members)) {
    if (!known.includes(key)) {
      const hint = didYouMean(key, known);
      refuse(member, `Unknown key "${key}".${hint}`, `Keys allowed here: ${known.join(', ')}.`, true);
    }
  }
  for (const key of required) {
    if (!Object.hasOwn(members, key)) refuse(of, `The key "${key}" is missing.`, `Add "${key}: ..." to this entry.`);
  }
  return members as { readonly [Key in Required]: Located } & { readonly [Key in Optional]?: Located };
}

/** The items of a list. */
export function items(of: Located): readonly Located[] {
  if (!Array.isArray(of.value)) {
    refuse(of, `A list is expected here, found ${kindOf(of.value)}.`, 'Write one "- ..." an entry.');
  }
  return of.value.map((value, index) => child(of, index, value));
}

/** A string that is not empty. */
export function text(of: Located): string {
  if (typeof of.value !== 'string' || of.value.trim() === '') {
    refuse(
      of,
      `Text is expected here, found ${kindOf(of.value)}.`,
      'Write a string; quote it if it looks like a number.',
    );
  }
  return of.value;
}

export function integer(of: Located): number {
  if (typeof of.value !== 'number' || !Number.isInteger(of.value)) {
    refuse(of, `A whole number is expected here, found ${kindOf(of.value)}.`, 'Write a number without quotes.');
  }
  return of.value;
}

export function flag(of: Located): boolean {
  if (typeof of.value !== 'boolean') {
    refuse(of, `true or false is expected here, found ${kindOf(of.value)}.`, 'Write true or false without quotes.');
  }
  return of.value;
}

/** A list of strings. */
export function texts(of: Located): readonly string[] {
  return items(of).map(text);
}

/** One word out of a closed set; a near miss is named. `what` completes "Unknown ...". */
export function oneOf<Word extends string>(of: Located, known: readonly Word[], what: string): Word {
  const word = text(of);
  const found = known.find((one) => one === word);
  if (found === undefined) {
    refuse(of, `Unknown ${what} "${word}".${didYouMean(word, known)}`, `Known: ${known.join(', ')}.`);
  }
  return found;
}

/** The value as JSON, whatever its shape; a date or another YAML type is refused. */
export function json(of: Located): Json {
  const { value } = of;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return items(of).map(json);
  if (isRecord(value)) return Object.fromEntries(entries(of).map(([key, member]) => [key, json(member)]));
  return refuse(of, 'This value cannot be written as JSON.', 'Quote it, or write a plain number.');
}

/** Whether the value is a map, for places where a word and a map are both allowed. */
export function isMapped(of: Located): boolean {
  return isRecord(of.value);
}

/** Whether the value is a list. */
export function isListed(of: Located): boolean {
  return Array.isArray(of.value);
}
