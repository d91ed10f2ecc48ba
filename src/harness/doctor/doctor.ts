/**
 * Asks one cheap question after the other, each in the way a run would ask, and stops where nothing further can be
 * learnt. Nothing is judged and nothing is written.
 */

import { randomUUID } from 'node:crypto';
import { loadContract } from '../../contract/load.ts';
import type { ProxyEnvironment } from '../../http/proxy.ts';
import { troubleOf } from '../../http/trouble.ts';
import { isHarnessError } from '../../model/errors.ts';
import type { Exchange } from '../../model/exchange.ts';
import { REVISIONS, type Revision } from '../../model/requirement.ts';
import { requireConfirmedHost } from '../destination.ts';
import { askGround, GROUND } from '../ground.ts';
import { Interruption } from '../interruption.ts';
import { type PreparedRun, prepareRun } from '../prepare.ts';
import type { RunSettings } from '../settings.ts';
import { type DoctorAnswer, fine, noGround, notAsked, unclear } from './answer.ts';
import { askConnection, askName } from './connection.ts';
import {
  clockAnswer,
  honoured,
  type PageSeen,
  pageSeen,
  pageSizeAnswer,
  populationAnswer,
  revisionAnswer,
  tokenAnswer,
} from './list-questions.ts';
import { roleAnswer, statusAnswer, writeAnswer } from './permissions.ts';

export interface DoctorGround {
  readonly settings: RunSettings;
  readonly baseUrl: string;
  readonly environment: ProxyEnvironment;
}

/** Every answer, as soon as it is known. */
export async function* doctor({ settings, baseUrl, environment }: DoctorGround): AsyncGenerator<DoctorAnswer> {
  if (yield* cannotConnect(baseUrl, environment)) return;
  let run: PreparedRun;
  try {
    // Nothing is written here, so nothing has to be confirmed.
    run = await prepareRun({ settings: { ...settings, writable: false }, baseUrl });
  } catch (error) {
    if (!isHarnessError(error)) throw error;
    const blame = error.name === 'ConfigurationError' ? 'configuration' : 'credentials';
    yield noGround('token endpoint', error.message, blame, error.nextStep);
    return;
  }
  try {
    if (settings.grants.size > 0)
      yield fine('token endpoint', `gave a token: ${[...settings.grants.keys()].join(', ')}`);
    for (const warning of run.warnings) {
      yield unclear('credentials', warning, 'configuration', 'See docs/targets.md under OAuth 2.');
    }
    if (run.baseUrl !== baseUrl) {
      yield fine('geolocation', `the token response names ${run.baseUrl}`);
      if (yield* cannotConnect(run.baseUrl, environment)) return;
    }
    for await (const answer of askTarget(run, settings)) yield hidden(answer, run);
  } finally {
    await run.close();
  }
}

/** What a target says of itself, such as a scope, may be a token that it sends back. */
function hidden(answer: DoctorAnswer, { hide }: Pick<PreparedRun, 'hide'>): DoctorAnswer {
  const { says, todo } = answer;
  return { ...answer, says: hide(says), ...(todo !== undefined && { todo: hide(todo) }) };
}

/** Asks for name and connection; true where there is no way to go on. */
async function* cannotConnect(
  baseUrl: string,
  environment: ProxyEnvironment,
): AsyncGenerator<DoctorAnswer, boolean, undefined> {
  for (const ask of [askName, askConnection]) {
    const answer = await ask(new URL(baseUrl), environment);
    yield answer;
    if (answer.noGround) return true;
  }
  return false;
}

async function* askTarget(run: PreparedRun, settings: RunSettings): AsyncGenerator<DoctorAnswer> {
  const { contract } = run;
  const first = await asked('token', () => askGround(run.engine, contract));
  if ('question' in first) {
    yield first.blame === 'throttling' ? first : { ...first, verdict: 'wrong', noGround: true };
    return;
  }
  const token = tokenAnswer(first, contract.operation('listUsers').scopes);
  yield token;
  yield clockAnswer(first);
  if (token.noGround) return;
  const page = pageSeen(first);
  if (page) yield populationAnswer(page);
  yield* askRevision(run, settings, page);
  for (const role of ['readonly', 'noscope', 'user'] as const) {
    if (!settings.tokens.has(role)) {
      if (settings.capabilities.includes('authorization')) {
        yield notAsked(`${role} token`, 'there is none, so the cases that need it are left out');
      }
      continue;
    }
    const answer = await asked(`${role} token`, () => list(run, contract.pageSize.name, role));
    yield 'question' in answer ? answer : roleAnswer(role, answer);
  }
  yield* askProvisioning(run, settings);
}

function list(run: PreparedRun, pageSize: string, role: 'company' | 'readonly' | 'noscope' | 'user') {
  return run.engine.desk.send(GROUND, 'listUsers', { role, query: { startIndex: 1, [pageSize]: 1 } });
}

/** Which revisions' path and page size the target honours; each pair is asked for once. */
async function* askRevision(
  run: PreparedRun,
  settings: RunSettings,
  page: PageSeen | undefined,
): AsyncGenerator<DoctorAnswer> {
  const chosen = pairOf(settings.revision);
  const seen = new Map([[keyOf(chosen), honoured(page)]]);
  for (const revision of REVISIONS) {
    const pair = pairOf(revision);
    if (seen.has(keyOf(pair)) || settings.paths.listUsers !== undefined) continue;
    run.engine.desk.usePaths({ listUsers: pair.path });
    const answer = await asked('revision', () => list(run, pair.size, 'company'));
    run.engine.desk.usePaths({ listUsers: settings.paths.listUsers });
    if (!('question' in answer)) seen.set(keyOf(pair), honoured(pageSeen(answer)));
  }
  const own = seen.get(keyOf(chosen));
  const other = REVISIONS.map(pairOf).find((one) => one.size !== chosen.size && seen.get(keyOf(one)) === true);
  if (page) yield pageSizeAnswer(chosen.size, own, other?.size);
  // A tenant of one user fits every revision whose path it serves.
  if (own !== undefined)
    yield revisionAnswer(
      settings.revision,
      REVISIONS.filter((one) => seen.get(keyOf(pairOf(one)))),
    );
}

interface ListPair {
  readonly path: string;
  readonly size: string;
}

function pairOf(revision: Revision): ListPair {
  const contract = loadContract(revision);
  return { path: contract.operation('listUsers').path, size: contract.pageSize.name };
}

function keyOf({ path, size }: ListPair): string {
  return `${path} ${size}`;
}

async function* askProvisioning(run: PreparedRun, settings: RunSettings): AsyncGenerator<DoctorAnswer> {
  const { contract } = run;
  if (!settings.capabilities.includes('provisioning')) {
    yield notAsked('writing', 'the target does not declare provisioning');
    return;
  }
  const id = randomUUID();
  const status = await asked('status', () => run.engine.desk.send(GROUND, 'getProvisionStatus', { path: { id } }));
  yield 'question' in status ? status : statusAnswer(status, contract.operation('getProvisionStatus').scopes);
  try {
    requireConfirmedHost(run.baseUrl, { ...settings, writable: true });
  } catch (error) {
    if (!isHarnessError(error)) throw error;
    yield notAsked('writing', `a production host is only asked with ${error.nextStep.replace(/^.*(--confirm)/, '$1')}`);
    return;
  }
  const answer = await asked('writing', () => firstServed(run, settings));
  yield 'question' in answer ? answer : writeAnswer(answer.exchange, contract.operation('bulk').scopes);
}

/** The answer of the first Bulk path that exists. */
async function firstServed(run: PreparedRun, settings: RunSettings): Promise<{ readonly exchange?: Exchange }> {
  const { path, otherPaths } = run.contract.operation('bulk');
  for (const one of settings.paths.bulk === undefined ? [path, ...otherPaths] : [settings.paths.bulk]) {
    run.engine.desk.usePaths({ bulk: one });
    const exchange = await run.engine.desk.send(GROUND, 'bulk', { body: '{' });
    if (![404, 405, 501].includes(exchange.response.status)) return { exchange };
  }
  return {};
}

/** What the engine threw in place of an answer, as an answer. */
async function asked<T>(question: string, ask: () => Promise<T>): Promise<T | DoctorAnswer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
    if (error.reason === 'throttled') {
      return unclear(question, 'the target asks for patience (429)', 'throttling', 'Lower the pace, or ask later.');
    }
    const { blame, todo } = troubleOf(error.facts.code ?? '');
    return unclear(question, error.message, error.facts.answered ? 'target' : blame, todo);
  }
}
