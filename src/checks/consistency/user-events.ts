/** Readers of one user's history: writes with their outcomes, reads between them, and what must stand at the end. */

import type {
  GaveUpEvent,
  History,
  HistoryEvent,
  OutcomeEvent,
  ReadEvent,
  SeenExtension,
  Want,
  WriteEvent,
} from '../../model/history.ts';
import type { Json } from '../../model/json.ts';
import { isMet } from './assertion.ts';

/** Right reads in a row that count as converged. */
export const CONVERGED_READS = 3;

export type View = ReadEvent['view'];

export const writesOf = (history: History): readonly WriteEvent[] =>
  history.events.filter((event): event is WriteEvent => event.kind === 'write');

/** Reads of one view that say something about the user; merged ones are counted as often as they stand for. */
export function readsOf(history: History, view: View): readonly ReadEvent[] {
  return history.events
    .filter((event): event is ReadEvent => event.kind === 'read' && event.view === view)
    .filter(({ seen }) => (seen.status === 200 && !seen.partial) || (view === 'lookup' && seen.status === 404))
    .flatMap((event) => Array.from({ length: event.times ?? 1 }, () => event));
}

export function outcomeOf(history: History, write: WriteEvent): OutcomeEvent | undefined {
  return history.events.find(
    (event): event is OutcomeEvent =>
      event.kind === 'outcome' && event.request === write.request && event.index === write.index,
  );
}

/** True when one event was over before the other began. */
export const precedes = (one: HistoryEvent, other: HistoryEvent): boolean => one.end <= other.start;

export const isRefused = ({ seen: { status = 0 } }: WriteEvent): boolean => status >= 400 && status < 500;
const mayHaveWorked = (write: WriteEvent): boolean => !isRefused(write);

/** The extension an operation's outcome lists for a want. */
export function extensionOf(outcome: OutcomeEvent, want: Want): SeenExtension | undefined {
  return outcome.extensions.find(({ name }) => name.toLowerCase() === want.extension.toLowerCase());
}

export const isFailed = (extension: SeenExtension | undefined): boolean =>
  extension?.success === false || extension?.result === 'error';

/** Wants that success implies: not those of an extension that says no-op, for that proves nothing (ruling 156). */
export function impliedBy(write: WriteEvent, outcome: OutcomeEvent): readonly Want[] {
  if (outcome.outcome !== 'success' || write.mode === 'stay') return [];
  return (write.wants ?? []).filter((want) => extensionOf(outcome, want)?.result !== 'no-op');
}

/** Whether a read shows every want; undefined where the user is there and a place was not looked at. */
export function shows(read: ReadEvent, wants: readonly Want[]): boolean | undefined {
  if (!read.seen.found) return false;
  const met = wants.map((want) => isMet(want, read.seen.values[want.at]));
  if (met.includes(false)) return false;
  return met.includes(undefined) ? undefined : true;
}

/** Whether an attribute's value proves who wrote it: short words and flags stand in too many places. */
export const isTelling = (value: Json): boolean => typeof value === 'string' && value.length >= 6;

/** Failed as a whole: nothing of it can be on the user. */
export const cameToNothing = (outcome: OutcomeEvent | undefined): boolean =>
  outcome?.outcome === 'failed' && !outcome.extensions.some(({ result }) => result === 'success');

/** The last outcome of a write that can have changed the user; undefined while one is open. */
export function closingOutcome(history: History): HistoryEvent | undefined {
  const outcomes: readonly (HistoryEvent | undefined)[] = writesOf(history)
    .filter(mayHaveWorked)
    .map((write) => outcomeOf(history, write))
    .filter((outcome) => !cameToNothing(outcome));
  return outcomes.includes(undefined) ? undefined : history.events.findLast((event) => outcomes.includes(event));
}

/** The next write on the user that was not refused. */
export function nextWrite(history: History, write: WriteEvent): WriteEvent | undefined {
  return writesOf(history).find((one) => one !== write && mayHaveWorked(one) && precedes(write, one));
}

/** Whether two writes may change one place: one whose effect is not known may change all of the extensions it names. */
function meet({ method, wants, extensions }: WriteEvent, other: WriteEvent): boolean {
  if (method !== 'PATCH' || other.method !== 'PATCH') return true;
  const others = other.wants;
  if (wants && others) return wants.some((want) => others.some((own) => overlap(want, own)));
  return extensions.some((urn) => other.extensions.includes(urn));
}

/** Another write that was under way at the same time and may have had the last word: who wins is not ruled (198). */
export function rivalOf(history: History, write: WriteEvent): WriteEvent | undefined {
  const end = (one: WriteEvent): number => outcomeOf(history, one)?.end ?? Number.POSITIVE_INFINITY;
  return writesOf(history).find(
    (one) =>
      one !== write &&
      mayHaveWorked(one) &&
      !cameToNothing(outcomeOf(history, one)) &&
      one.start < end(write) &&
      write.start < end(one) &&
      meet(one, write),
  );
}

/** Reads of a view between the outcome of a write and the next write, as far as they can show what it wants. */
export function readsAfter(
  history: History,
  write: WriteEvent,
  outcome: OutcomeEvent,
  view: View,
): readonly ReadEvent[] {
  const next = nextWrite(history, write);
  return readsOf(history, view).filter(
    (read) => precedes(outcome, read) && (!next || precedes(read, next)) && canShow(read, write.wants ?? []),
  );
}

/** The last reads, as many as tell what stays. */
export const newest = (reads: readonly ReadEvent[]): readonly ReadEvent[] => reads.slice(-CONVERGED_READS);

/** A list filtered by some other value is right not to show the user. */
export function canShow({ asked, seen }: ReadEvent, wants: readonly Want[]): boolean {
  if (seen.found || !asked) return true;
  return wants.some(({ at, value }) => at.endsWith(`/${asked.attribute}`) && value === asked.value);
}

/** The first read of a row of right ones that is long enough. */
export function convergence(reads: readonly ReadEvent[], wants: readonly Want[]): ReadEvent | undefined {
  let streak = 0;
  for (const [index, read] of reads.entries()) {
    streak = shows(read, wants) === true ? streak + 1 : 0;
    if (streak === CONVERGED_READS) return reads[index - CONVERGED_READS + 1];
  }
  return undefined;
}

/** Where the waiting for a view was given up after an event, and before the next write where there is one. */
export function gaveUpAfter(
  history: History,
  after: HistoryEvent,
  view: View,
  next?: WriteEvent,
): GaveUpEvent | undefined {
  const operation = view === 'lookup' ? 'getUser' : 'listUsers';
  return history.events.find(
    (event): event is GaveUpEvent =>
      event.kind === 'gave-up' &&
      event.operation === operation &&
      precedes(after, event) &&
      (next === undefined || precedes(event, next)),
  );
}

export interface Standing {
  readonly want: Want;
  readonly write: WriteEvent;
  readonly outcome: OutcomeEvent;
}

/**
 * What the successful writes of the run leave standing on the user, place by place. A write whose effect is not known,
 * or that replaces the whole user, takes along whatever it does not say.
 */
export function standingWants(history: History): readonly Standing[] {
  let standing: Standing[] = [];
  for (const write of writesOf(history).filter(mayHaveWorked)) {
    const outcome = outcomeOf(history, write);
    const wants = write.wants ?? [];
    if (cameToNothing(outcome)) continue;
    if (!outcome || outcome.outcome === 'unknown' || wants.length === 0 || rivalOf(history, write)) {
      standing = standing.filter(({ want }) => write.method === 'PATCH' && !write.extensions.includes(want.extension));
      continue;
    }
    const kept =
      write.method === 'PATCH' ? standing.filter(({ want }) => !wants.some((one) => overlap(one, want))) : [];
    const own = impliedBy(write, outcome).map((want): Standing => ({ want, write, outcome }));
    standing = [...kept, ...own];
  }
  return standing;
}

/**
 * Whether a write on one place may touch the other. Entries of one list always do: a write on a list may replace it as a
 * whole (ruling 140).
 */
export function overlap(one: Want, other: Want): boolean {
  return one.at.split('#')[0] === other.at.split('#')[0];
}
