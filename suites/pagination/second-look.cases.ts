/**
 * Cases about positions, totals and walks: people may be at work in the tenant, so a fail stands only after a second
 * look at the first page. A target without a flaw is asked nothing twice.
 */

import type { AmongAll } from '../../src/checks/paging-position.ts';
import { excuseMoved } from '../../src/checks/walk-moved.ts';
import { defineCase, type ProbeCase, type Session } from '../../src/harness/case.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Walk } from '../../src/model/walk.ts';

export interface MovableRow<Seen> {
  readonly requirement: string;
  readonly name: string;
  readonly probe: (session: Session) => Promise<Seen>;
  /** A pure check over what the probe saw. */
  readonly expect: (seen: Seen) => Finding;
  /** The reads that are compared with each other, in the order they were made. */
  readonly reads: (seen: Seen) => readonly Exchange[];
  readonly filter?: (seen: Seen) => string | undefined;
}

export function movableCase<Seen>({ requirement, name, probe, expect, reads, filter }: MovableRow<Seen>): ProbeCase {
  return defineCase({
    requirement,
    name,
    probe: async (session) => {
      const seen = await probe(session);
      const finding = expect(seen);
      if (finding.verdict !== 'fail') return finding;
      const { name: size, maximum } = session.contract.pageSize;
      const query = { startIndex: 1, [size]: maximum, filter: filter?.(seen) };
      return excuseMoved(finding, reads(seen), await session.send('listUsers', { query, fresh: true }));
    },
    expect: (finding) => finding,
  });
}

/** Every page of these walks. */
export function readsOf(walks: readonly Walk[]): readonly Exchange[] {
  return walks.flatMap((walk) => walk.pages.map((page) => page.exchange));
}

/** The walks of the run, one page more, and a walk that was taken because of it. */
export function readsAmong({ population, seen, own }: AmongAll): readonly Exchange[] {
  return [...readsOf(population.walks), seen, ...readsOf(own ? [own] : [])];
}
