/**
 * What a case is. A suite is a table of cases before it is a test run: this file has no engine in it, so tables can be
 * listed, counted, diffed and judged without one.
 */

import type { Contract } from '../contract/contract.ts';
import type { Exchange, Role } from '../model/exchange.ts';
import type { Finding, Problem } from '../model/finding.ts';
import type { History } from '../model/history.ts';
import type { Session } from './case-session.ts';

export type {
  Closed,
  Polled,
  PollFault,
  PollPlan,
  SendInput,
  Session,
  TargetFacts,
  WalkPlan,
} from './case-session.ts';

interface CaseBase {
  /** `requirement/slug`; stable: scripts, deviations and links use it. */
  readonly id: string;
  readonly name: string;
  /** The requirement it cites. */
  readonly requirement: string;
  /** Sends writes: runs only where writes are allowed, and after every reading case but those of `anytime`. */
  readonly writes: boolean;
  /** Reads, and is right whatever happens to users meanwhile: runs while writing cases wait. See docs/decisions/0014. */
  readonly anytime?: true;
  /** Tokens it needs; where the target has none, the case is left out. */
  readonly needs: readonly Role[];
}

/** A probe of its own and a check of what came back. */
export interface ProbeCase extends CaseBase {
  readonly kind: 'probe';
  readonly judge: (session: Session) => Promise<Finding>;
}

/** Judged over every exchange of the run, whoever sent it. */
export interface StandingCase extends CaseBase {
  readonly kind: 'standing';
  /** Makes sure that something relevant is on record even when this case runs alone. */
  readonly provoke: (session: Session) => Promise<unknown>;
  /** Problems of one exchange; undefined where the rule does not speak about it. Pure and quick. */
  readonly inspect: (exchange: Exchange, contract: Contract) => readonly Problem[] | undefined;
}

/** Judged over the histories of the run, when every other case is done. */
export interface TimelineCase extends CaseBase {
  readonly kind: 'timeline';
  /** Makes sure that something relevant is on record even when this case runs alone. */
  readonly provoke: (session: Session) => Promise<unknown>;
  /** A pure check over all histories. */
  readonly inspect: (histories: readonly History[]) => Finding;
}

export type Case = ProbeCase | StandingCase | TimelineCase;

export interface ProbeRow<Seen> {
  readonly requirement: string;
  /** A short condition: "above the maximum". */
  readonly name: string;
  readonly probe: (session: Session) => Promise<Seen>;
  /** A pure check over what the probe saw. */
  readonly expect: (seen: Seen) => Finding;
  readonly writes?: boolean;
  readonly needs?: readonly Role[];
}

export interface StandingRow {
  readonly requirement: string;
  readonly name?: string;
  readonly provoke: (session: Session) => Promise<unknown>;
  readonly inspect: (exchange: Exchange, contract: Contract) => readonly Problem[] | undefined;
  readonly writes?: boolean;
}

/** Lower-case kebab form of a case name, the second half of its id. */
function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

export function defineCase<Seen>(row: ProbeRow<Seen>): ProbeCase {
  return {
    kind: 'probe',
    id: `${row.requirement}/${slug(row.name)}`,
    name: row.name,
    requirement: row.requirement,
    writes: row.writes ?? false,
    needs: row.needs ?? [],
    judge: async (session) => row.expect(await row.probe(session)),
  };
}

export function defineStanding(row: StandingRow): StandingCase {
  const name = row.name ?? 'every response';
  return {
    kind: 'standing',
    id: `${row.requirement}/${slug(name)}`,
    name,
    requirement: row.requirement,
    writes: row.writes ?? false,
    needs: [],
    provoke: row.provoke,
    inspect: row.inspect,
  };
}

/**
 * Reading cases that no write can mislead: none of them compares two readings of users or counts them. What they share
 * with other cases is the population as it was before the first write.
 */
export function anytime(cases: readonly Case[]): readonly Case[] {
  return cases.map((one) => (one.writes ? one : { ...one, anytime: true }));
}

export interface TimelineRow {
  readonly requirement: string;
  readonly name: string;
  readonly provoke: (session: Session) => Promise<unknown>;
  readonly inspect: (histories: readonly History[]) => Finding;
}

/** Timelines stand on what writing cases did, so they are writing cases themselves. */
export function defineTimeline(row: TimelineRow): TimelineCase {
  return { ...row, kind: 'timeline', id: `${row.requirement}/${slug(row.name)}`, writes: true, needs: [] };
}
