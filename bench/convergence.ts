/**
 * Waiting, measured: the two writing areas on the embedded mock by the wall clock, and a run on a tenant that needs forty
 * seconds for each write, in its longest chain of dependent steps, by a virtual one.
 */

import { openHost } from '../src/cli/host.ts';
import { REMOTE_DEFAULTS } from '../src/harness/facts.ts';
import { resolveSettings } from '../src/harness/settings.ts';
import { judgeInProcess } from '../src/proof/judge-in-process.ts';
import { longestChainSeconds } from '../src/proof/longest-chain.ts';

export interface Convergence {
  /** From the first request to the last verdict, in seconds. */
  readonly writingSeconds: number;
  readonly subjects: number;
  /** Of the slow tenant, in virtual seconds. */
  readonly wholeSeconds: number;
  readonly chainSeconds: number;
}

export async function measureConvergence(out: string): Promise<Convergence> {
  const settings = { ...resolveSettings({ area: ['provisioning', 'consistency'] }, {}), out };
  const host = await openHost(settings);
  const start = performance.now();
  await host.run.begin(new Set(host.run.selection.cases.map(({ id }) => id)));
  const writingSeconds = (performance.now() - start) / 1_000;
  const subjects = host.run.report({ interrupted: false }).leftovers.length;
  await host.close();
  const tenant = { processingMs: 20_000, visibleMs: 20_000, defaults: REMOTE_DEFAULTS };
  const whole = await judgeInProcess(tenant);
  const chainSeconds = await longestChainSeconds(whole, tenant);
  return { writingSeconds, subjects, wholeSeconds: whole.seconds, chainSeconds };
}
