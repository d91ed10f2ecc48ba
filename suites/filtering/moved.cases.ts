/** Results under a filter are compared with the full walks: a fail stands only where the tenant kept still since then. */

import { movedSince, populationMoved } from '../../src/checks/walk-moved.ts';
import type { Case } from '../../src/harness/case.ts';
import { firstPageAnew, inRounds } from '../pagination/second-look.cases.ts';

export function unlessMoved(one: Case): Case {
  if (one.kind !== 'probe') return one;
  return {
    ...one,
    judge: (session) =>
      inRounds(session, async (own) => {
        const finding = await one.judge(own);
        if (finding.verdict !== 'fail') return finding;
        return movedSince(await own.population(), await firstPageAnew(own)) ? populationMoved() : finding;
      }),
  };
}
