/**
 * The journal of a run: what it is, then one line for each verdict as it is given. It is all that a killed run leaves for
 * `--resume`, so it is read leniently: the last line may be cut short.
 */

import { existsSync, readFileSync } from 'node:fs';
import { ConfigurationError, UsageError } from '../model/errors.ts';
import { canonicalJson, isArray, isObject, type JsonObject, member } from '../model/json.ts';
import type { EarlierPart } from '../model/statistics.ts';
import type { RunFlags } from './flags.ts';
import type { CaseRecord } from './record.ts';
import type { Borrowed } from './restoring.ts';
import type { Seal } from './seal.ts';
import type { Leftover } from './session.ts';

/** What makes two runs the same one: a continued run must agree in all of it. */
export type RunIdentity = JsonObject;

export interface JournalHead {
  readonly runId: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly flags: RunFlags;
  readonly identity: RunIdentity;
  /** The same in two parts whose pseudonyms are the same. */
  readonly pseudonyms?: string;
}

/** A run that ended too early, as far as its journal tells. */
export interface EarlierRun {
  readonly head: JournalHead;
  /** The last record of each case, by id. */
  readonly records: ReadonlyMap<string, CaseRecord>;
  readonly leftovers: readonly Leftover[];
  /** Users as they were before it wrote to them, by id. */
  readonly borrowed: ReadonlyMap<string, SealedUser>;
  /** Out of its last report; absent where it left none. */
  readonly part?: EarlierPart;
}

/** Somebody who is to be put back; locked up, for a journal holds nothing of people. */
export interface SealedUser {
  readonly userId: string;
  readonly sealed: string;
}

export type JournalLine =
  | { readonly run: JournalHead }
  | { readonly case: CaseRecord }
  | { readonly borrowed: SealedUser }
  | { readonly leftovers: readonly Leftover[] };

/** Throws a ConfigurationError where the folder holds no journal that begins as one. */
export function readJournal(file: string): EarlierRun {
  if (!existsSync(file)) {
    throw new ConfigurationError(
      `there is no run to continue: ${file} does not exist`,
      'Give --resume the --out folder of a run that was interrupted or killed.',
    );
  }
  let head: JournalHead | undefined;
  let leftovers: readonly Leftover[] = [];
  const records = new Map<string, CaseRecord>();
  const borrowed = new Map<string, SealedUser>();
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    const line = parsed(text);
    if (line === undefined) continue;
    if ('run' in line && line.run?.flags && line.run.identity) head ??= line.run;
    else if ('case' in line && typeof line.case?.id === 'string') records.set(line.case.id, line.case);
    else if ('borrowed' in line && typeof line.borrowed?.sealed === 'string') {
      // As it was before the first part that wrote to it.
      if (!borrowed.has(line.borrowed.userId)) borrowed.set(line.borrowed.userId, line.borrowed);
    } else if ('leftovers' in line && Array.isArray(line.leftovers)) leftovers = line.leftovers;
  }
  if (!head) {
    throw new ConfigurationError(`${file} is no journal of a run`, 'Start the run again, without --resume.');
  }
  return { head, records, leftovers, borrowed };
}

/** Written by this program; a line that was cut short is none. */
function parsed(text: string): JournalLine | undefined {
  try {
    const line: unknown = JSON.parse(text);
    return typeof line === 'object' && line !== null ? (line as JournalLine) : undefined;
  } catch {
    return undefined;
  }
}

/** Throws a UsageError that names what differs. */
export function requireSameRun(earlier: RunIdentity, now: RunIdentity): void {
  const names = [...new Set([...Object.keys(earlier), ...Object.keys(now)])];
  const differing = names.filter((name) => canonicalJson(earlier[name] ?? null) !== canonicalJson(now[name] ?? null));
  if (differing.length === 0) return;
  throw new UsageError(
    `the run cannot be continued, for it is another one now: ${differing.join(', ')} changed`,
    'Continue it with the same flags, target file, credentials and version, or start anew without --resume.',
  );
}

/** Verdicts that stand; what could not be judged is judged again. */
export function judgedBefore({ records }: EarlierRun): ReadonlyMap<string, CaseRecord> {
  return new Map([...records].filter(([, one]) => one.verdict !== 'inconclusive'));
}

/** Whom a killed part wrote to, as far as this one can unlock how they were. */
export function borrowedBefore(earlier: EarlierRun | undefined, seal: Seal): readonly Borrowed[] {
  const back = new Set(earlier?.leftovers.flatMap(({ userId, restored }) => (restored === true ? userId : [])));
  return [...(earlier?.borrowed.values() ?? [])].flatMap(({ userId, sealed }): Borrowed[] => {
    const known = back.has(userId) ? undefined : seal.open(sealed);
    const [before, touches] = [member(known, 'before'), member(known, 'touches')];
    if (!isObject(before) || !isArray(touches)) return [];
    return [{ userId, before, touches: touches.map(String), byEarlierPart: true }];
  });
}

/**
 * What all parts of a run left, each user once. What a killed part changed can be put back by a later one only where that
 * one knows how it was.
 */
export function leftoversOfAll(
  earlier: EarlierRun | undefined,
  own: readonly Leftover[],
  known: readonly Borrowed[] = [],
): readonly Leftover[] {
  const putBack = new Set(known.map(({ userId }) => userId));
  const before = earlier?.leftovers ?? [];
  const firstOf = (one: Leftover) =>
    one.userId === undefined ? undefined : before.find(({ userId }) => userId === one.userId);
  const now = own.map((one): Leftover => {
    const first = firstOf(one);
    if (first === undefined || first.restored === true || putBack.has(one.userId ?? '')) return one;
    if (first.kind !== 'changed') return { ...one, ...first };
    return { ...one, restored: false, note: 'an earlier part of the run was killed after it had changed the user' };
  });
  const again = new Set(own.map(({ userId }) => userId));
  return [...before.filter(({ userId }) => userId === undefined || !again.has(userId)), ...now];
}
