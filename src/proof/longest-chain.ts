/**
 * How long the longest chain of dependent steps of a run takes. A case that is judged alone does what it depends on and
 * nothing else, so its time is that of its chain; the cases that end last stand at the end of the longest ones.
 */

import { type InProcessOptions, type InProcessResult, judgeInProcess } from './judge-in-process.ts';

/** How many different ends are tried; cases that only look at what others did end last, and their own chain is short. */
const ENDS = 4;

/** In virtual seconds; `whole` is the run of all cases under the same options. */
export async function longestChainSeconds(whole: InProcessResult, options: InProcessOptions): Promise<number> {
  const last = [...whole.records].sort((a, b) => b.endedAt - a.endedAt);
  const ends = [...new Map(last.map((one) => [one.endedAt, one.id])).values()].slice(0, ENDS);
  const chains = await Promise.all(ends.map((casePattern) => judgeInProcess({ ...options, casePattern })));
  return Math.max(...chains.map(({ seconds }) => seconds));
}
