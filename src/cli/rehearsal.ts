/**
 * What a run would send, found by running it: the selected cases against a mock in this process, with the target's own
 * pace, rhythm and budgets, on a clock that costs no time. No request leaves the process and no rule is guessed.
 */

import { prepareRun } from '../harness/prepare.ts';
import type { RunSettings } from '../harness/settings.ts';
import { MOCK_TOKENS, type TokenRole } from '../harness/tokens.ts';
import { COMPANY_ID } from '../mock/population/people.ts';
import { idAt } from '../mock/population/random.ts';
import { createWorld } from '../mock/world.ts';
import type { Area, OperationId } from '../model/requirement.ts';
import { createInProcessTransport, IN_PROCESS_ORIGIN } from '../proof/in-process-transport.ts';
import { createVirtualClock } from '../proof/virtual-clock.ts';

/**
 * How a target is taken to behave where nobody can know: an ordinary answer, and provisioning in the rhythm in which the
 * target file has it looked at (a first look after 5 s goes with requests that take 20 s).
 */
export function assumedTimes({ limits }: RunSettings) {
  const { firstMs } = limits.polling;
  return { latencyMs: 300, processingMs: 4 * firstMs, visibleMs: firstMs };
}

const SEED = 1;

export interface Rehearsal {
  readonly cases: number;
  readonly requests: number;
  readonly byOperation: ReadonlyMap<OperationId, number>;
  readonly byArea: ReadonlyMap<Area, number>;
  readonly created: number;
  readonly changed: number;
  readonly seconds: number;
  /** Cases that such a target leaves open, by reason. */
  readonly open: Readonly<Record<string, number>>;
}

/** Walks are bounded, so that a larger tenant costs hardly more; making more users than this would only take time. */
export const MOST_USERS = 10_000;

export async function rehearse(settings: RunSettings, population: number): Promise<Rehearsal> {
  const clock = createVirtualClock();
  const users = Math.min(population, MOST_USERS);
  const world = createWorld({
    revision: settings.revision,
    users,
    seed: SEED,
    clock,
    ...(settings.kind === 'remote' && assumedTimes(settings)),
  });
  const run = await prepareRun({
    settings: standIn(settings, users),
    baseUrl: IN_PROCESS_ORIGIN,
    transport: createInProcessTransport(world),
    clock,
  });
  const start = clock.now();
  await run.checkGround();
  await run.begin(new Set(run.selection.cases.map((one) => one.id)));
  await run.restore(false);
  const { engine } = run;
  const count = (kind: 'created' | 'changed') => engine.leftovers.filter((one) => one.kind === kind).length;
  return {
    cases: run.selection.cases.length,
    requests: engine.desk.requests,
    byOperation: new Map([...engine.tallies.perOperation].map(([id, { requests }]) => [id, requests])),
    byArea: new Map([...engine.tallies.perArea].map(([area, { requests }]) => [area, requests])),
    created: count('created'),
    changed: count('changed'),
    seconds: (clock.now() - start) / 1_000,
    open: countBy(engine.records().flatMap((one) => one.reason ?? [])),
  };
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** The same run with the mock in the target's place: its tokens, its company, and users of its own as subjects. */
function standIn(settings: RunSettings, population: number): RunSettings {
  const tokens = new Map<TokenRole, string>();
  for (const role of settings.tokens.keys()) tokens.set(role, MOCK_TOKENS.get(role) ?? '');
  const subjects = Math.min(settings.provisioning.subjects.length, population);
  return {
    ...settings,
    tokens,
    grants: new Map(),
    geolocation: 'ignore',
    paths: {},
    headers: {},
    provisioning: {
      ...settings.provisioning,
      companyId: COMPANY_ID,
      subjects: Array.from({ length: subjects }, (_, index) => idAt(SEED, index)),
    },
  };
}
