/** From settings to an engine that is ready to run, and to the report of what it did. */

import { randomBytes, randomUUID } from 'node:crypto';
import { convergenceOf } from '../checks/consistency/convergence.ts';
import type { Contract } from '../contract/contract.ts';
import { loadContract } from '../contract/load.ts';
import { createRedactor } from '../http/redact.ts';
import type { Transport } from '../http/transport.ts';
import { createUndiciTransport } from '../http/undici-transport.ts';
import { type Clock, systemClock } from '../model/clock.ts';
import type { ConformanceReport } from '../model/report.ts';
import { openAccess } from './access.ts';
import { assembleReport } from './assemble.ts';
import type { TargetFacts } from './case.ts';
import { credentialText, secretsOf } from './credentials.ts';
import { withDeviations } from './deviations.ts';
import { createEngine, type Engine } from './engine.ts';
import type { RunFlags } from './flags.ts';
import { checkGround } from './ground.ts';
import { configurationOf, identityOf, keyCheck, pseudonymKey } from './identity.ts';
import {
  borrowedBefore,
  type EarlierRun,
  type JournalHead,
  judgedBefore,
  leftoversOfAll,
  requireSameRun,
  type SealedUser,
} from './journal.ts';
import { type KeptUser, keptUsers, withKept } from './kept-users.ts';
import type { EngineOptions } from './plan.ts';
import { loadProof } from './proof-file.ts';
import type { CaseRecord } from './record.ts';
import { reportHistories } from './report-history.ts';
import type { Borrowed } from './restoring.ts';
import { createSeal } from './seal.ts';
import { narrowedTo, type Selection, selectCases, selectionRequest } from './selection.ts';
import type { Leftover } from './session.ts';
import type { RunSettings } from './settings.ts';
import { loadCases } from './suites.ts';
import { authorizationOf, rolesOf, variableOf } from './tokens.ts';
import { suiteDigest, toolIdentity } from './tool.ts';

export interface RunGround {
  readonly settings: RunSettings;
  /** Where the target really listens; the embedded mock's URL is known only after it started. */
  readonly baseUrl: string;
  readonly transport?: Transport;
  readonly clock?: Clock;
  readonly onCase?: (record: CaseRecord) => void;
  readonly onLeftovers?: () => void;
  /** Before somebody is written to who is to be put back. */
  readonly onBorrowed?: (user: SealedUser) => void;
  /** The run that this one continues. */
  readonly earlier?: EarlierRun;
  /** Aborted when nobody waits for the first tokens any more. */
  readonly halt?: AbortSignal;
  /** As they were given; a continued run takes them from here. */
  readonly flags?: RunFlags;
  /** See EngineOptions; a soak shuffles. */
  readonly order?: EngineOptions['order'];
}

export interface PreparedRun {
  /** What a journal begins with. */
  readonly head: JournalHead;
  /** What was left on the target until now, by earlier parts of the run too. */
  leftovers(): readonly Leftover[];
  readonly contract: Contract;
  readonly selection: Selection;
  /** Where requests go: the configured base URL, or the one that the token response named. */
  readonly baseUrl: string;
  readonly engine: Engine;
  /** Throws a NoGroundError when nothing answers or the company token is refused. */
  checkGround(): Promise<void>;
  /** Takes secrets and people out of what the target said. */
  hide(text: string): string;
  /** Judges these cases at once; the report speaks of them, and of what is asked for one by one, and of no others. */
  begin(chosen: ReadonlySet<string>): Promise<void>;
  /** Stops what is still under way and waits until it has stopped; true when something had to be stopped. */
  finish(): Promise<boolean>;
  /** What went wrong with the credentials without ending the run. */
  readonly warnings: readonly string[];
  /** Puts back what was lent to the run; after `begin` or `finish`, before `report`. */
  restore(interrupted: boolean): Promise<void>;
  report(state: { readonly interrupted: boolean }): ConformanceReport;
  close(): Promise<void>;
}

const OTHER_NAMES =
  'the token is another one than in the part before, so people have other pseudonyms in what was judged since';

export async function prepareRun(ground: RunGround): Promise<PreparedRun> {
  const { settings } = ground;
  const clock = ground.clock ?? systemClock;
  const wire = ground.transport ?? createUndiciTransport();
  const { earlier } = ground;
  const runId = earlier?.head.runId ?? randomUUID();
  const key = pseudonymKey(settings, runId);
  const seal = createSeal(key);
  const borrowed = borrowedBefore(earlier, seal);
  const keepValues = settings.kind === 'mock' || settings.keepValues;
  const redactor = createRedactor({ secrets: secretsOf(settings), keepValues, key });
  const access = await openAccess({
    settings,
    baseUrl: ground.baseUrl,
    transport: wire,
    redactor,
    clock,
    ...(ground.halt && { halt: ground.halt }),
  }).catch(async (error: unknown) => {
    await wire.close();
    throw error;
  });
  const { transport, baseUrl } = access;
  const contract = loadContract(settings.revision);
  const selection = selectCases(await loadCases(contract), contract, selectionRequest(settings));
  const kept = keptUsers(settings, baseUrl);
  const partStartedAt = clock.now();
  const startedAt = earlier?.head.startedAt ?? partStartedAt;
  const identity = identityOf(settings, baseUrl, contract, selection);
  if (earlier) requireSameRun(earlier.head.identity, identity);
  const chosen = new Set<string>();
  let under: 'nothing' | 'way' | 'done' = 'nothing';
  const engine = createEngine({
    contract,
    cases: selection.cases,
    target: targetFacts(settings, baseUrl, kept),
    transport,
    pace: settings.limits.pace,
    budgets: settings.limits.budgets,
    authorization: (role) => authorizationOf(settings.tokens, role),
    variableOf: (role) => variableOf(settings.tokenVariables, role),
    paths: settings.paths,
    extraHeaders: settings.headers,
    redactor,
    clock,
    random: Math.random,
    ...(ground.onCase && { onCase: ground.onCase }),
    ...(ground.onLeftovers && { onLeftovers: ground.onLeftovers }),
    ...(ground.onBorrowed && {
      onBorrowed: ({ userId, before, touches }: Borrowed) =>
        ground.onBorrowed?.({ userId, sealed: seal.close({ before, touches: [...touches] }) }),
    }),
    borrowed,
    ...(earlier && { already: judgedBefore(earlier) }),
    ...(ground.order && { order: ground.order }),
  });

  return {
    head: { runId, startedAt, flags: ground.flags ?? {}, identity, pseudonyms: keyCheck(key) },
    leftovers: () => leftoversOfAll(earlier, engine.leftovers, borrowed),
    contract,
    selection,
    baseUrl,
    engine,
    checkGround: () =>
      checkGround(engine, contract, baseUrl, { credential: credentialText(settings), hide: redactor.text }),
    hide: redactor.text,
    async begin(ids) {
      for (const id of ids) chosen.add(id);
      if (settings.shard !== undefined) for (const id of lookingAtAll(selection)) chosen.add(id);
      if (under === 'nothing') under = 'way';
      await engine.runAll(chosen);
      under = 'done';
    },
    async finish() {
      const open = under === 'way';
      engine.interrupt();
      if (open) await engine.runAll();
      return open;
    },
    restore: (interrupted) => engine.restore(interrupted),
    get warnings() {
      const renamed =
        !keepValues && earlier?.head.pseudonyms !== undefined && earlier.head.pseudonyms !== keyCheck(key);
      return renamed ? [...access.warnings, OTHER_NAMES] : access.warnings;
    },
    report({ interrupted }) {
      const records = engine.records();
      const report = assembleReport({
        contract,
        selection: narrowedTo(selection, new Set([...chosen, ...records.map((one) => one.id)])),
        records,
        tallies: engine.tallies,
        waited: engine.desk.waited,
        leftovers: withKept(leftoversOfAll(earlier, engine.leftovers, borrowed), kept),
        ...(earlier && { continued: { ...(earlier.part && { part: earlier.part }) } }),
        partStartedAt,
        history: reportHistories(engine.recorder.histories(), redactor),
        convergence: convergenceOf(engine.recorder.histories()),
        tool: toolIdentity(),
        suite: suiteDigest(),
        target: { name: settings.name, baseUrl, capabilities: settings.capabilities },
        startedAt,
        finishedAt: clock.now(),
        seed: settings.mock.seed,
        strict: settings.strict,
        interrupted,
        sharded: settings.shard !== undefined,
        departures: settings.departures,
        configuration: configurationOf(settings, baseUrl, selection.cases.length),
        proof: loadProof(contract.revision),
      });
      return withDeviations(report, settings.deviations, new Date(clock.now()).toISOString().slice(0, 10));
    },
    close: () => transport.close(),
  };
}

/** Cases that look at every exchange or history are judged in every shard, for no shard sees those of another. */
function lookingAtAll(selection: Selection): readonly string[] {
  return selection.cases.filter((one) => one.kind !== 'probe').map((one) => one.id);
}

function targetFacts(settings: RunSettings, baseUrl: string, kept: readonly KeptUser[]): TargetFacts {
  const { limits, provisioning } = settings;
  return {
    name: settings.name,
    baseUrl,
    roles: rolesOf(settings.tokens),
    writable: settings.writable,
    provisioning: { ...provisioning, newUsers: limits.budgets.newUsers, kept },
    polling: limits.polling,
    convergenceMs: limits.budgets.convergenceMs,
    walkPages: limits.walkPages,
    runPrefix: `sc${Date.now().toString(36)}${randomBytes(2).toString('hex')}`,
  };
}
