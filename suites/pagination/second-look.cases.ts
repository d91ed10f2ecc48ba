/**
 * Cases about positions, totals and walks: people may be at work in the tenant, so a fail stands only after a second
 * look at the first page, and what a tenant at work explains is read anew a few times. A target without a flaw is asked nothing twice.
 */

import type { AmongAll } from '../../src/checks/paging-position.ts';
import { excuseMoved, type Repeated } from '../../src/checks/walk-moved.ts';
import type { Contract } from '../../src/contract/contract.ts';
import { defineCase, type ProbeCase, type SendInput, type Session } from '../../src/harness/case.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Walk } from '../../src/model/walk.ts';

/** So often everything is read anew after the tenant moved under the reads. */
const MOST_REPEATS = 2;
/** The second look asks for a page size that nothing else asks for: a total that hangs on the question stands out. */
const UNASKED = 13;

export interface MovableRow<Seen> {
  readonly requirement: string;
  readonly name: string;
  readonly probe: (session: Session) => Promise<Seen>;
  /** A pure check over what the probe saw. */
  readonly expect: (seen: Seen) => Finding;
  /** The reads that are compared with each other, in the order they were made. */
  readonly reads: (seen: Seen) => readonly Exchange[];
  readonly filter?: (seen: Seen) => string | undefined;
  /** Pages that may have been read before the others: they are asked for again. */
  readonly repeat?: (seen: Seen) => readonly Asked[];
}

export function movableCase<Seen>(row: MovableRow<Seen>): ProbeCase {
  const { requirement, name, probe, expect, reads, filter, repeat } = row;
  return defineCase({
    requirement,
    name,
    probe: (session) =>
      inRounds(session, async (own) => {
        const seen = await probe(own);
        const finding = expect(seen);
        if (finding.verdict !== 'fail') return finding;
        const repeated: Repeated[] = [];
        for (const { input, before } of repeat?.(seen) ?? []) {
          repeated.push({ before, now: await own.send('listUsers', { ...input, fresh: true }) });
        }
        return excuseMoved(finding, reads(seen), await firstPageAnew(own, filter?.(seen)), repeated);
      }),
    expect: (finding) => finding,
  });
}

/** Judges until the tenant keeps still, with everything read anew in each further round. */
export async function inRounds(session: Session, judge: (own: Session) => Promise<Finding>): Promise<Finding> {
  let finding = await judge(session);
  for (let round = 1; round <= MOST_REPEATS && hasMoved(finding); round += 1) {
    finding = await judge(session.again(round));
  }
  return finding;
}

function hasMoved(finding: Finding): boolean {
  return finding.verdict === 'inconclusive' && finding.reason === 'population-moved';
}

/** A server that stamps what it sends, to the second, shows another time by then. */
export const TICK_MS = 1_100;

/** The first page as it is now. */
export async function firstPageAnew(session: Session, filter?: string): Promise<Exchange> {
  await session.pause(TICK_MS);
  const { name, maximum } = session.contract.pageSize;
  return session.send('listUsers', { query: { startIndex: 1, [name]: maximum - UNASKED, filter }, fresh: true });
}

/** Every page of these walks. */
export function readsOf(walks: readonly Walk[]): readonly Exchange[] {
  return walks.flatMap((walk) => walk.pages.map((page) => page.exchange));
}

export interface Asked {
  readonly input: SendInput;
  readonly before: Exchange;
}
/** Pages beside the walks, with what was asked for them. */
export interface Probed extends AmongAll {
  readonly asked: readonly Asked[];
}

/** The first page of each walk, which another case may have read long before the walk. */
export function firstPagesOf(walks: readonly Walk[], { pageSize }: Contract): readonly Asked[] {
  return walks.flatMap(({ size, filter, pages: [first] }) =>
    first ? [{ input: { query: { startIndex: 1, [pageSize.name]: size, filter } }, before: first.exchange }] : [],
  );
}

/** The walks of the run, one page more, and a walk that was taken because of it. */
export function readsAmong({ population, seen, own }: AmongAll): readonly Exchange[] {
  return [...readsOf(population.walks), seen, ...readsOf(own ? [own] : [])];
}
