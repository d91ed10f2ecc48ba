/**
 * Turns exchanges and problems into the report's form: redacted, with a curl each, and with at most 8 KB of a body
 * around the place a problem points to.
 */

import { curlOf } from '../http/curl.ts';
import type { Redactor } from '../http/redact.ts';
import { type Attempt, type Exchange, type ExchangeRequest, jsonOf, type Role } from '../model/exchange.ts';
import type { Problem } from '../model/finding.ts';
import { isArray, isObject, type Json, member } from '../model/json.ts';
import type { ReportAttempt, ReportExchange, ReportProblem, ReportUnanswered } from '../model/report.ts';
import type { OperationId } from '../model/requirement.ts';
import type { Unanswered } from './interruption.ts';
import { reportEvent } from './report-history.ts';

const EXCERPT_BYTES = 8 * 1024;
const MOST_PROBLEMS = 20;
/** A pass keeps its first exchanges only; a problem's own exchange is always kept. */
const MOST_EVIDENCE = 12;
/** A pass keeps a request body only up to this size. */
const SHORT_BODY = 1024;
/** Longer values are cut in `expected` and `actual`. */
const VALUE_BYTES = 2 * 1024;

/** How evidence is written: what it hides, and what it names instead of a token. */
export interface Pen {
  readonly redactor: Redactor;
  readonly variableOf: (role: Role) => string | undefined;
}

export interface CaseEvidence {
  readonly problems: readonly ReportProblem[];
  readonly moreProblems: number;
  readonly evidence: readonly ReportExchange[];
}

export function evidenceOf(
  caseId: string,
  used: readonly Exchange[],
  problems: readonly Problem[],
  pen: Pen,
): CaseEvidence {
  const { redactor } = pen;
  const listed = problems.slice(0, MOST_PROBLEMS);
  const pointed = new Map<number, string>();
  for (const problem of listed) {
    if (problem.exchange && !pointed.has(problem.exchange.id)) pointed.set(problem.exchange.id, problem.pointer ?? '');
  }
  const byId = new Map([...used, ...listed.flatMap((one) => one.exchange ?? [])].map((one) => [one.id, one]));
  const all = [...byId.values()].sort((a, b) => a.id - b.id);
  // What was tried more than once stays: somebody may want to know why.
  const others = all.filter((one) => !pointed.has(one.id)).sort((a, b) => tries(b) - tries(a) || a.id - b.id);
  const kept = [
    ...all.filter((one) => pointed.has(one.id)),
    ...others.slice(0, Math.max(0, MOST_EVIDENCE - pointed.size)),
  ].sort((a, b) => a.id - b.id);
  const position = new Map(kept.map((one, index) => [one.id, index]));
  return {
    problems: listed.map((problem, index) => reportProblem(problem, `${caseId}#${index + 1}`, position, redactor)),
    moreProblems: problems.length - listed.length,
    evidence: kept.map((one) => reportExchange(one, pointed.get(one.id), pen)),
  };
}

const tries = ({ attempts }: Exchange): number => (attempts ? 1 : 0);

/** Sentence and place of a problem as a report may hold them. */
export function writtenProblem(
  { message, pointer }: Problem,
  { redactor }: Pick<Pen, 'redactor'>,
): Pick<ReportProblem, 'message' | 'pointer'> {
  return { message: redactor.text(message), ...(pointer !== undefined && { pointer: redactor.foreign(pointer) }) };
}

function reportProblem(
  problem: Problem,
  id: string,
  position: ReadonlyMap<number, number>,
  redactor: Redactor,
): ReportProblem {
  return {
    id,
    ...writtenProblem(problem, { redactor }),
    ...(problem.expected !== undefined && { expected: shortened(redactor.json(problem.expected)) }),
    ...(problem.actual !== undefined && { actual: shortened(redactAt(problem, redactor)) }),
    exchange: problem.exchange ? (position.get(problem.exchange.id) ?? -1) : -1,
    ...(problem.witness && { witness: problem.witness.map((event) => reportEvent(event, redactor)) }),
  };
}

/** Documents that describe attributes, codes and forms hold names of things. */
const ABOUT_THINGS: ReadonlySet<OperationId> = new Set([
  'listRoleCodes',
  'listFormFields',
  'listResourceTypes',
  'listSchemas',
]);

function isAboutPeople({ operation }: Exchange): boolean {
  return !ABOUT_THINGS.has(operation);
}

/** Remembers whom an exchange speaks of, before anything about it is written. */
export function meetPeople(exchange: Exchange, redactor: Redactor): void {
  redactor.meetUrl(exchange.request.url);
  if (!redactor.hidesPeople || !isAboutPeople(exchange)) return;
  const body = jsonOf(exchange);
  if (body !== undefined) redactor.meet(body);
  const sent = exchange.request.body === undefined ? undefined : parsed(exchange.request.body);
  if (sent !== undefined) redactor.meet(sent);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A bare value is judged by the members it stands at: `actual` of `/userName` is personal, that of `/status` is not. */
function redactAt(problem: Problem, redactor: Redactor): Json {
  const people = problem.exchange === undefined || isAboutPeople(problem.exchange);
  const steps = (problem.pointer ?? '').split('/').slice(1).map(unescapeStep);
  return redactor.at(steps, problem.actual ?? null, { people });
}

function shortened(value: Json): Json {
  const text = JSON.stringify(value);
  return text.length <= VALUE_BYTES ? value : `${text.slice(0, VALUE_BYTES)}… (${text.length} characters)`;
}

function cleanRequest(request: ExchangeRequest, withBody: boolean, redactor: Redactor): ExchangeRequest {
  return {
    method: request.method,
    url: redactor.url(request.url),
    headers: redactor.headers(request.headers),
    ...(request.body !== undefined && withBody && { body: redactBody(request.body, redactor) }),
  };
}

/** A pass keeps request line, status and digest; only where a problem points does the whole exchange stay. */
function reportExchange(
  exchange: Exchange,
  pointer: string | undefined,
  { redactor, variableOf }: Pen,
): ReportExchange {
  const { request, response } = exchange;
  const shown = pointer !== undefined || (request.body?.length ?? 0) <= SHORT_BODY;
  const clean = cleanRequest(request, shown, redactor);
  const excerpt = pointer === undefined ? undefined : bodyExcerpt(exchange, pointer, redactor);
  return {
    request: clean,
    response: {
      status: response.status,
      headers: pointer === undefined ? {} : redactor.headers(response.headers),
      ...(excerpt !== undefined && { body: excerpt }),
      digest: response.digest,
      bytes: response.bytes,
    },
    startedAt: instant(exchange.startedAt),
    ms: Math.round(exchange.ms * 10) / 10,
    ...(exchange.attempts && { attempts: exchange.attempts.map((one) => reportAttempt(one, redactor)) }),
    curl: curlOf(clean, exchange.role, variableOf(exchange.role)),
  };
}

/** A request that brought nothing, with every try of it. */
export function reportUnanswered(
  { request, role, attempts }: Unanswered,
  { redactor, variableOf }: Pen,
): ReportUnanswered {
  const shown = (request.body?.length ?? 0) <= SHORT_BODY;
  const clean = cleanRequest(request, shown, redactor);
  return {
    request: clean,
    attempts: attempts.map((one) => reportAttempt(one, redactor)),
    curl: curlOf(clean, role, variableOf(role)),
  };
}

function reportAttempt({ startedAt, ...rest }: Attempt, redactor: Redactor): ReportAttempt {
  const { failure } = rest;
  return { startedAt: instant(startedAt), ...rest, ...(failure !== undefined && { failure: redactor.text(failure) }) };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

function redactBody(text: string, redactor: Redactor): string {
  const cut = (value: string) =>
    value.length <= EXCERPT_BYTES ? value : `${value.slice(0, EXCERPT_BYTES)}… (${value.length} characters)`;
  const value = parsed(text);
  return cut(value === undefined ? redactor.foreign(text) : JSON.stringify(redactor.json(value)));
}

/** The smallest value around the pointer that still fits, or the beginning of the body where there is no pointer. */
function bodyExcerpt(exchange: Exchange, pointer: string, redactor: Redactor): string | undefined {
  const { body } = exchange.response;
  if (body.kind === 'none') return undefined;
  // Redacted before it is cut: half a token is still half a token.
  if (body.kind === 'text') return redactor.foreign(body.text).slice(0, EXCERPT_BYTES);
  const whole = redactor.json(body.value, { people: isAboutPeople(exchange) });
  const steps = pointer.split('/').slice(1).map(unescapeStep);
  let best: string | undefined;
  for (let depth = steps.length; depth >= 0; depth -= 1) {
    const value = follow(whole, steps.slice(0, depth));
    if (value === undefined) continue;
    const text = JSON.stringify(value, null, 2);
    if (text.length > EXCERPT_BYTES) return best ?? `${text.slice(0, EXCERPT_BYTES)}…`;
    best = depth === 0 ? text : `at /${steps.slice(0, depth).join('/')}: ${text}`;
  }
  return best;
}

function unescapeStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

function follow(value: Json, steps: readonly string[]): Json | undefined {
  let here: Json | undefined = value;
  for (const step of steps) {
    if (isArray(here)) here = here[Number(step)];
    else if (isObject(here)) here = member(here, step);
    else return undefined;
  }
  return here;
}
