/**
 * The one engine of a run: it judges cases concurrently under the target's pace. Reading cases share what they read
 * and come first; writing cases come after, beside the readings that no write can mislead; standing cases are closed
 * last, for they look at every exchange.
 */

import type { Exchange, Role } from '../model/exchange.ts';
import { cannotJudge, type Finding, unmet } from '../model/finding.ts';
import { groupBy } from '../model/group.ts';
import type { Case } from './case.ts';
import { createDesk, type Desk, type Recorded } from './desk.ts';
import { meetPeople, type Pen } from './evidence.ts';
import { createRecorder, type Recorder } from './histories.ts';
import { Interruption } from './interruption.ts';
import { unlessTwice } from './lost-write.ts';
import { type Phase, phaseOf } from './phases.ts';
import type { EngineOptions } from './plan.ts';
import { chooseProvisioningPaths, PATH_PROBE } from './provisioning-paths.ts';
import type { CaseRecord } from './record.ts';
import { recordOf, type Stopped } from './record-of.ts';
import { RESTORING, restoreUsers } from './restore.ts';
import { type Leftover, openSession, type SessionGround } from './session.ts';
import { createStandingLedger, isTooDeep, type StandingLedger } from './standing.ts';
import { createTallies, type Tallies } from './tallies.ts';
import { judgedOver } from './timelines.ts';
import { TOKEN_VARIABLES, variableOf } from './tokens.ts';
import { createTurns } from './turns.ts';
import { createWaits, type Waits } from './waits.ts';

export interface Engine {
  /** Judges everything, or the named cases, at once and in phases. Later calls return the same promise. */
  runAll(only?: ReadonlySet<string>): Promise<readonly CaseRecord[]>;
  /**
   * One case, alone or out of a run that is under way. Asking a second time judges it again: whoever repeats a test
   * wants to see the target as it is now. Throws for an id that is not among the run's cases.
   */
  judge(caseId: string): Promise<CaseRecord>;
  /** Stops sending; what was judged stays, the rest becomes inconclusive. */
  interrupt(): void;
  /** Records so far, in no order. Standing cases are closed over everything seen until now. */
  records(): readonly CaseRecord[];
  /** When all else is over: puts users back that were lent to the run. `hasty` after an interruption. */
  restore(hasty: boolean): Promise<void>;
  readonly tallies: Tallies;
  readonly leftovers: readonly Leftover[];
  /** What the writing phase sent and saw, for the histories. */
  readonly recorder: Recorder;
  readonly desk: Desk;
  readonly waits: Waits;
}

export function createEngine(options: EngineOptions): Engine {
  const { contract, clock } = options;
  const byId = new Map(options.cases.map((one) => [one.id, one]));
  const standing = options.cases.filter((one) => one.kind === 'standing');
  const ledger: StandingLedger = createStandingLedger(standing, contract);
  const variables = options.variableOf ?? ((role: Role) => variableOf(TOKEN_VARIABLES, role));
  const pen: Pen = { redactor: options.redactor, variableOf: variables };
  const tallies = createTallies();
  const desk = createDesk(options, {
    attempt: tallies.attempt,
    exchange(recorded: Recorded) {
      meetPeople(recorded.exchange, options.redactor);
      tallies.exchange(recorded);
      if (recorded.sender !== PATH_PROBE && recorded.sender !== RESTORING) ledger.inspect(recorded);
    },
  });
  const ground: SessionGround = {
    options,
    target: options.target,
    desk,
    work: new Map(),
    leftovers: new Map(),
    borrowed: new Map(options.borrowed?.map((one) => [one.userId, one])),
    recorder: createRecorder(),
    waits: createWaits(clock),
  };
  const turns = createTurns((toWriting) => {
    desk.forget();
    forgetReadings(ground, toWriting);
  });
  const started = new Map<string, Promise<CaseRecord>>();
  const done = new Map<string, CaseRecord>();
  /** Cases whose verdict was given out, with the round in which they were judged. */
  const told = new Map<string, number>();
  let round = 1;
  for (const one of options.cases) {
    const record = options.already?.get(one.id);
    if (!record) continue;
    done.set(one.id, record);
    // Cases that look at everything look at the rest as well.
    if (one.kind === 'probe') started.set(one.id, Promise.resolve(record));
  }
  let pathsChosen: Promise<void> | undefined;
  let whole: Promise<readonly CaseRecord[]> | undefined;
  /** In a full run: what has to be over before a case begins. */
  const openings = new Map<string, Promise<unknown>>();

  function keep(one: Case, finding: Stopped, used: Iterable<Exchange>, startedAt: number, endedAt = clock.now()) {
    const record = recordOf(one, finding, { used: [...used], startedAt, endedAt, contract, pen });
    const before = options.already?.get(one.id);
    // What was broken in the earlier part of a run stays broken.
    const kept = before?.verdict === 'fail' && one.kind !== 'probe' && record.verdict !== 'fail' ? before : record;
    done.set(one.id, kept);
    options.onCase?.(kept);
    return kept;
  }

  async function judgeOne(one: Case): Promise<CaseRecord> {
    const startedAt = clock.now();
    const { area } = contract.requirement(one.requirement);
    const sender = { area, requirement: one.requirement, urgent: one.writes };
    const { session, used } = openSession(ground, sender, one.writes);
    if (one.kind === 'probe')
      return keep(one, unlessTwice(await settle(() => one.judge(session)), used), used, startedAt);
    const stopped = await settle(async () => {
      await one.provoke(session);
      return undefined;
    });
    // Other cases are still adding exchanges; a full run closes standing cases again when all is quiet.
    const { finding, evidence } =
      one.kind === 'timeline' ? judgedOver(one, ground.recorder.histories()) : ledger.findingOf(one);
    const empty = finding.verdict === 'not-exercised' && stopped !== undefined;
    return keep(one, empty ? stopped : finding, evidence, startedAt);
  }

  function start(one: Case): Promise<CaseRecord> {
    let promise = started.get(one.id);
    if (!promise) {
      promise = judgeOne(one).catch((error: unknown) => keep(one, crashed(error), [], clock.now()));
      started.set(one.id, promise);
    }
    return promise;
  }

  function closeStanding(): void {
    for (const one of standing) {
      const known = done.get(one.id);
      if (!known) continue;
      const { finding, evidence } = ledger.findingOf(one);
      const behaviour = 'behaviour' in finding ? finding.behaviour : undefined;
      const told = finding.verdict === known.verdict && behaviour === known.behaviour;
      if (finding.verdict !== 'not-exercised' && !told) keep(one, finding, evidence, known.startedAt, known.endedAt);
    }
  }

  /** Once a run, before the first case: every case of the family must use the same paths. */
  function preparePaths(): Promise<void> {
    pathsChosen ??= options.cases.some((one) => one.writes)
      ? settle(() => chooseProvisioningPaths(desk, contract, options.paths)).then(() => undefined)
      : Promise.resolve();
    return pathsChosen;
  }

  function runPhases(only?: ReadonlySet<string>): Promise<readonly CaseRecord[]> {
    const order = options.order ?? ((cases) => cases);
    const wanted = order(options.cases.filter((one) => only?.has(one.id) ?? true));
    const somethingWrites = wanted.some((one) => one.writes);
    const phases = groupBy(wanted, (one) => phaseOf(one, somethingWrites));
    const run = (phase: Phase, after: Promise<unknown>): Promise<unknown> => {
      const cases = phases.get(phase) ?? [];
      for (const one of cases) openings.set(one.id, after);
      return after.then(() => Promise.all(cases.map(start)));
    };
    // Writing cases read everything anew; those beside them are right with what was read before the first write.
    return run('timelines', run('writing', run('reading', preparePaths()))).then(() => {
      closeStanding();
      return [...done.values()];
    });
  }

  /** The first case that is repeated begins a new round: nothing read or created before counts in it. */
  function outdate(one: Case): void {
    if (told.get(one.id) === round) {
      round += 1;
      ground.target = { ...options.target, runPrefix: `${options.target.runPrefix}r${round}` };
      desk.forget();
      ground.work.clear();
      ledger.forget();
      ground.recorder.forget();
    }
    started.delete(one.id);
  }

  return {
    runAll(only) {
      whole ??= runPhases(only);
      return whole;
    },
    async judge(caseId) {
      const one = byId.get(caseId);
      if (!one) throw new RangeError(`no case ${caseId} in this run`);
      const repeated = told.has(caseId);
      if (repeated && whole) await whole;
      if (repeated) outdate(one);
      told.set(caseId, round);
      if (whole && !repeated) return waitFor(one);
      await preparePaths();
      return turns.take(one.writes, () => start(one));
    },
    interrupt: () => desk.interrupt(),
    async restore(hasty) {
      const borrowed = [...ground.borrowed.values()];
      ground.borrowed.clear();
      if (borrowed.length === 0) return;
      for (const [userId, how] of await restoreUsers(desk, ground.target, borrowed, hasty)) {
        ground.leftovers.set(userId, { ...(ground.leftovers.get(userId) ?? { kind: 'changed', userId }), ...how });
      }
    },
    records() {
      closeStanding();
      return [...done.values()];
    },
    tallies,
    get leftovers() {
      return [...ground.leftovers.values()];
    },
    recorder: ground.recorder,
    waits: ground.waits,
    desk,
  };

  /** In a full run every case starts in its own phase, and a standing case is closed last, whoever asks early. */
  async function waitFor(one: Case): Promise<CaseRecord> {
    const opening = one.kind === 'standing' ? undefined : openings.get(one.id);
    await (opening ?? whole);
    if (opening) return start(one);
    return done.get(one.id) ?? turns.take(one.writes, () => start(one));
  }
}

/** The population stays known while others write; every other shared reading is out of date then. */
function forgetReadings(ground: SessionGround, toWriting: boolean): void {
  for (const key of ground.work.keys()) {
    if (key.startsWith('read ') || (key.startsWith('population') && !toWriting)) ground.work.delete(key);
  }
}

/** Runs a case; what the engine itself threw into it becomes a reason, and a crash is the harness's own. */
async function settle<T>(work: () => Promise<T>): Promise<T | Stopped> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Interruption)) return crashed(error);
    const { blame, unanswered } = error.facts;
    return { ...cannotJudge(error.reason, error.message, blame), ...(unanswered && { unanswered }) };
  }
}

/** Runs out of stack only over a body that is nested a hundred times deeper than any documented one. */
function crashed(error: unknown): Finding {
  if (isTooDeep(error)) return unmet('an answer is nested too deeply to be looked at');
  const where = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return cannotJudge('harness', `the case itself failed: ${where.split('\n').slice(0, 3).join(' | ')}`);
}
