/**
 * Judges cases against one mock world in process: no network, no Playwright, a virtual clock. What proofs and tests of
 * the areas stand on.
 */

import type { Contract } from '../contract/contract.ts';
import { loadContract } from '../contract/load.ts';
import type { Case, TargetFacts } from '../harness/case.ts';
import { createEngine } from '../harness/engine.ts';
import { MOCK_DEFAULTS, type TargetDefaults } from '../harness/facts.ts';
import { judgeRequirements } from '../harness/judge.ts';
import type { CaseRecord } from '../harness/record.ts';
import { selectCases } from '../harness/selection.ts';
import type { Leftover } from '../harness/session.ts';
import { loadCases } from '../harness/suites.ts';
import { authorizationOf, MOCK_TOKENS, rolesOf } from '../harness/tokens.ts';
import { createRedactor } from '../http/redact.ts';
import type { Transport } from '../http/transport.ts';
import type { Corruption, Variant } from '../mock/fault.ts';
import { findFaults } from '../mock/faults/catalogue.ts';
import type { OtherPopulation } from '../mock/population/others.ts';
import { COMPANY_ID } from '../mock/population/people.ts';
import { findVariants } from '../mock/variants.ts';
import { createWorld, type World } from '../mock/world.ts';
import type { History } from '../model/history.ts';
import type { ReportRequirement } from '../model/report.ts';
import { type Area, DEFAULT_REVISION, PROFILES, type Revision } from '../model/requirement.ts';
import { createInProcessTransport, IN_PROCESS_ORIGIN } from './in-process-transport.ts';
import { createVirtualClock } from './virtual-clock.ts';

export interface InProcessOptions {
  readonly revision?: Revision;
  readonly faults?: readonly string[];
  readonly variants?: readonly string[];
  /** Default 201. */
  readonly users?: number;
  readonly seed?: number;
  /** Other users than the seed's own; replaces `users`. */
  readonly population?: OtherPopulation;
  /** Only cases of these areas. */
  readonly areas?: readonly Area[];
  /** Replaces the suites' own cases. */
  readonly cases?: readonly Case[];
  /** A case id or a glob. */
  readonly casePattern?: string;
  /** A corruption that no catalogue lists, beside the faults. */
  readonly corrupt?: Corruption;
  /** How long the mock takes; its own haste without them. */
  readonly processingMs?: number;
  readonly visibleMs?: number;
  /** Rhythm and budgets; the mock's without it. */
  readonly defaults?: TargetDefaults;
  /** What the target says of itself where it differs from the mock. */
  readonly target?: Partial<TargetFacts>;
  /** What stands between the harness and the mock: a wire that breaks, a gateway that answers by itself. */
  readonly between?: (wire: Transport) => Transport;
  /** The run is interrupted after so much virtual time. */
  readonly interruptAfterMs?: number;
  /** The bytes of a response's text, where they are known already. */
  readonly bytesOf?: ((text: string) => Uint8Array) | undefined;
}

export interface InProcessResult {
  readonly requirements: readonly ReportRequirement[];
  /** Ids of violated MUSTs. */
  readonly violations: readonly string[];
  /** Ids of failed SHOULDs. */
  readonly warnings: readonly string[];
  /** Ids of requirements that could not be judged, with the reason. */
  readonly inconclusive: readonly string[];
  readonly records: readonly CaseRecord[];
  readonly leftovers: readonly Leftover[];
  readonly histories: readonly History[];
  readonly requests: number;
  /** Virtual time. */
  readonly seconds: number;
  readonly world: World;
}

export async function judgeInProcess(options: InProcessOptions = {}): Promise<InProcessResult> {
  const contract = loadContract(options.revision ?? DEFAULT_REVISION);
  const clock = createVirtualClock();
  const { corrupt, processingMs, visibleMs, defaults = MOCK_DEFAULTS } = options;
  const world = createWorld({
    revision: contract.revision,
    users: options.population?.users ?? options.users ?? 201,
    seed: options.seed ?? 1,
    faults: [
      ...(await findFaults(options.faults ?? [])),
      ...(corrupt ? [{ id: 'under-test', violates: '', summary: '', wire: '', corrupt }] : []),
    ],
    variants: [...findVariants(options.variants ?? []), ...shaped(options.population)],
    clock,
    ...(processingMs !== undefined && { processingMs }),
    ...(visibleMs !== undefined && { visibleMs }),
  });
  const selection = selectCases(options.cases ?? (await loadCases(contract, options.areas)), contract, {
    profiles: PROFILES,
    areas: options.areas ?? [],
    ...(options.casePattern !== undefined && { casePattern: options.casePattern }),
    capabilities: PROFILES,
    roles: rolesOf(MOCK_TOKENS),
    writable: true,
  });
  const start = clock.now();
  const wire = createInProcessTransport(world, options.bytesOf);
  const engine = createEngine({
    contract,
    cases: selection.cases,
    target: { ...factsOfWorld(defaults), ...options.target },
    transport: options.between?.(wire) ?? wire,
    pace: defaults.pace,
    budgets: defaults.budgets,
    authorization: (role) => authorizationOf(MOCK_TOKENS, role),
    paths: {},
    extraHeaders: {},
    redactor: createRedactor({ secrets: new Map(), keepValues: true }),
    clock,
    random: () => 0.5,
  });
  const { interruptAfterMs } = options;
  if (interruptAfterMs !== undefined) void clock.sleep(interruptAfterMs).then(() => engine.interrupt());
  const records = await engine.runAll();
  await engine.restore(interruptAfterMs !== undefined);
  const { requirements } = judgeRequirements(contract, selection, records, false);
  return {
    ...summary(requirements, contract),
    requirements,
    records,
    leftovers: engine.leftovers,
    histories: engine.recorder.histories(),
    requests: engine.desk.requests,
    seconds: (clock.now() - start) / 1_000,
    world,
  };
}

/** Another population is a permitted behaviour like any other; faults come after it and spoil what it left. */
function shaped(population: OtherPopulation | undefined): readonly Variant[] {
  if (population?.shape === undefined) return [];
  const { id, summary, shape } = population;
  return [{ id: `population-${id}`, summary, rulings: [], corrupt: { population: (people) => shape(people) } }];
}

function factsOfWorld(defaults: TargetDefaults): TargetFacts {
  return {
    name: 'mock in process',
    baseUrl: IN_PROCESS_ORIGIN,
    roles: rolesOf(MOCK_TOKENS),
    writable: true,
    provisioning: {
      companyId: COMPANY_ID,
      userNameDomain: 'example.com',
      subjects: [],
      newUsers: defaults.budgets.newUsers,
    },
    polling: defaults.polling,
    convergenceMs: defaults.budgets.convergenceMs,
    walkPages: defaults.walkPages,
    runPrefix: 'proof',
  };
}

function summary(requirements: readonly ReportRequirement[], contract: Contract) {
  const ids = (holds: (one: ReportRequirement) => boolean) => requirements.filter(holds).map((one) => one.id);
  const judged = new Set(contract.requirements.map((one) => one.id));
  return {
    violations: ids((one) => one.impact === 'violation'),
    warnings: ids((one) => one.impact === 'warning'),
    inconclusive: requirements
      .filter((one) => one.verdict === 'inconclusive' && judged.has(one.id))
      .map((one) => `${one.id} (${one.reason ?? ''})`),
  };
}
