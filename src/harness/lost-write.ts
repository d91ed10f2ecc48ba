/**
 * What becomes of a write whose answer got lost: it may have been carried out, so it is read back before anything else
 * (ruling 154). Only one that shows nowhere is sent once more; it knows what a write names, and no rule about it.
 */

import { URN } from '../contract/contract.ts';
import type { Attempt, Exchange } from '../model/exchange.ts';
import { cannotJudge, type Finding } from '../model/finding.ts';
import { at, canonicalJson, isArray, isObject, type Json, type JsonObject } from '../model/json.ts';
import type { OperationId } from '../model/requirement.ts';
import type { SendInput } from './case.ts';
import { Interruption, isFault, type Unanswered } from './interruption.ts';

/** A write that is on its way shows within so many reads in the target's rhythm; fewer readable ones prove nothing. */
const MOST_READS = 5;
const LEAST_READS = 3;
/** So many reads without an answer, and nobody is there to tell. */
const MOST_FAULTS = 2;
/** A request is carried out or not; its first users tell. */
const MOST_SUBJECTS = 2;

/** Statuses of something in front of the API: what became of a write is not in them. 429 and 503 say that it was not done. */
const UNTOLD = new Set([408, 502, 504]);
/** Put on a new user by this run, on nobody else, and documented to be filtered by. */
const MARKED_BY = 'cashAdvanceAccountCode';

/** Somebody whom a write would change or create; `stranger`: a user that this run has not looked up. */
export type WriteSubject =
  | { readonly kind: 'stranger'; readonly userId: string }
  | { readonly kind: 'known'; readonly userId: string; readonly before: Exchange }
  | { readonly kind: 'new'; readonly mark: string; readonly userName: string };

/** Users that a write names and of whom a read can tell whether it was carried out. */
export function subjectsOf(
  operation: OperationId,
  input: SendInput,
  lastRead: (userId: string) => Exchange | undefined,
): readonly WriteSubject[] {
  const named = namedIn(operation, input);
  const ids = [...new Set(named.flatMap(({ userId }) => userId ?? []))].slice(0, MOST_SUBJECTS);
  const known = ids.map((userId): WriteSubject => {
    const before = lastRead(userId);
    return before ? { kind: 'known', userId, before } : { kind: 'stranger', userId };
  });
  const fresh = named.flatMap(({ userId, data }): readonly WriteSubject[] => {
    const [mark, userName] = [at(data, URN.spendUser, MARKED_BY), at(data, 'userName')];
    const marked = userId === undefined && typeof mark === 'string' && typeof userName === 'string';
    return marked ? [{ kind: 'new', mark, userName }] : [];
  });
  const telling = [...known.filter(({ kind }) => kind === 'known'), ...fresh];
  return (telling.length > 0 ? telling : known).slice(0, MOST_SUBJECTS);
}

/** A write that names nobody, such as one without JSON: there is nobody to look at, and nothing it could do twice. */
export function namesNobody(operation: OperationId, input: SendInput): boolean {
  return namedIn(operation, input).every(
    ({ userId, data }) => userId === undefined && at(data, 'userName') === undefined,
  );
}

interface Named {
  readonly userId?: string | undefined;
  readonly data?: Json | undefined;
}

function namedIn(operation: OperationId, { path, rawPath, body }: SendInput): readonly Named[] {
  switch (operation) {
    case 'createUser':
      return [{ data: body }];
    case 'bulk': {
      const listed = at(body, 'Operations');
      return (isArray(listed) ? listed : []).map((one) => {
        const place = at(one, 'path');
        const userId = typeof place === 'string' ? /^\/Users\/([^/]+)$/i.exec(place)?.[1] : undefined;
        return { userId, data: at(one, 'data') };
      });
    }
    default:
      return [{ userId: path?.id ?? rawPath?.id }];
  }
}

/** The session's hands, as far as a write and its reading back need them. */
export interface WritingHands extends ReadingHands {
  /** Sends the write; `earlier` is what was tried before. */
  readonly send: (earlier: readonly Attempt[]) => Promise<Exchange>;
  /** Told of every try that got lost, and of what is known about it. */
  readonly lose: (lost: Lost, told: ReadBack) => void;
}

/**
 * Sends a write; where its answer gets lost, reads it back, and sends it once more if it was not carried out. Without
 * subjects it names nobody, and nothing could be.
 */
export async function sendWrite(hands: WritingHands, subjects: readonly WriteSubject[]): Promise<Exchange> {
  let earlier: readonly Attempt[] = [];
  for (let again = false; ; again = true) {
    const sent = await attempted(() => hands.send(earlier));
    const lost = 'answer' in sent ? lostIn(sent.answer) : lostBy(sent.error);
    const told = lost && (await readBack(hands, subjects));
    if (lost && told) hands.lose(lost, told);
    if (lost && told?.found === 'done') throw carriedOut(lost);
    if (lost && told?.found === 'not-done' && !again) earlier = lost.unanswered.attempts;
    else if ('answer' in sent) return sent.answer;
    else throw sent.error;
  }
}

async function attempted(
  send: () => Promise<Exchange>,
): Promise<{ readonly answer: Exchange } | { readonly error: unknown }> {
  try {
    return { answer: await send() };
  } catch (error) {
    return { error };
  }
}

export interface ReadingHands {
  /** One read, whose trouble is for the caller to wait out. */
  readonly read: (operation: OperationId, input: SendInput) => Promise<Exchange>;
  /** Waits in the target's rhythm and reads, until `done`. */
  readonly poll: (awaiting: string, read: () => Promise<boolean>) => Promise<void>;
  readonly filterPath: (attribute: string) => string;
}

export type ReadBack =
  | { readonly found: 'done'; readonly userId?: string; readonly userName?: string }
  | { readonly found: 'not-done' | 'unknown' };

/** Reads the subjects until one of them shows the write, or none did several times in a row. */
async function readBack(hands: ReadingHands, subjects: readonly WriteSubject[]): Promise<ReadBack> {
  if (subjects.length === 0) return { found: 'not-done' };
  let result: ReadBack = { found: 'unknown' };
  let reads = 0;
  let faults = 0;
  await hands.poll('a write that got no answer, read back', async () => {
    try {
      for (const subject of subjects) {
        const seen = await seenOf(hands, subject);
        if (seen) {
          result = seen;
          return true;
        }
      }
      reads += 1;
      faults = 0;
    } catch (error) {
      if (!isFault(error)) throw error;
      faults += 1;
    }
    return reads >= MOST_READS || faults >= MOST_FAULTS;
  });
  return result.found === 'unknown' && reads >= LEAST_READS ? { found: 'not-done' } : result;
}

async function seenOf(hands: ReadingHands, subject: WriteSubject): Promise<ReadBack | undefined> {
  if (subject.kind === 'known') {
    const { userId, before } = subject;
    const now = await hands.read('getUser', { path: { id: userId } });
    return sameUser(before, now) ? undefined : { found: 'done', userId };
  }
  if (subject.kind === 'stranger') {
    const { status } = (await hands.read('getUser', { path: { id: subject.userId } })).response;
    // Nobody can be changed who does not exist; of anybody else it is not known how he was.
    return { found: status === 404 ? 'not-done' : 'unknown' };
  }
  const { mark, userName } = subject;
  const list = await hands.read('listUsers', { query: { filter: `${hands.filterPath(MARKED_BY)} eq "${mark}"` } });
  const rows = at(bodyOf(list), 'Resources');
  const row = (isArray(rows) ? rows : []).filter(isObject).find((one) => at(one, URN.spendUser, MARKED_BY) === mark);
  if (!row) return undefined;
  return { found: 'done', userName, ...(typeof row.id === 'string' && { userId: row.id }) };
}

const bodyOf = ({ response }: Exchange): Json | undefined =>
  response.body.kind === 'json' ? response.body.value : undefined;

/** When a user was changed is no change by itself. */
function sameUser(before: Exchange, now: Exchange): boolean {
  if (before.response.status !== now.response.status) return now.response.status >= 500;
  const plain = (read: Exchange): string => {
    const body = bodyOf(read);
    const { meta: _, ...rest }: JsonObject = isObject(body) ? body : {};
    return canonicalJson(rest);
  };
  return plain(before) === plain(now);
}

/** What is known of a write whose answer got lost; undefined for anything else. */
export interface Lost {
  readonly detail: string;
  readonly unanswered: Unanswered;
}

/** An error of sending that leaves open what became of the write. */
function lostBy(error: unknown): Lost | undefined {
  if (!isFault(error) || error.reason !== 'unreachable') return undefined;
  const { unanswered, untold } = error.facts;
  return unanswered && untold ? { detail: error.message, unanswered } : undefined;
}

/** An answer of something in front of the API. */
function lostIn(answer: Exchange): Lost | undefined {
  const { request, role, response, startedAt, ms, attempts } = answer;
  if (!UNTOLD.has(response.status)) return undefined;
  const own: readonly Attempt[] = attempts ?? [{ startedAt, ms, status: response.status }];
  const detail = `${request.method} was answered with ${response.status}`;
  return { detail, unanswered: { request, role, attempts: own } };
}

/** True where a try said nothing of what became of the request. */
function isUntold({ status }: Attempt): boolean {
  return status === undefined || UNTOLD.has(status);
}

/** The end of a write that was carried out and whose answer nobody has. */
function carriedOut({ detail, unanswered }: Lost): Interruption {
  const told = `${detail}; read back, it was carried out, and what it was answered with is not known`;
  return new Interruption('unreachable', told, { blame: 'network', unanswered });
}

/**
 * A write that was sent twice may have been carried out late the first time as well, and then what came of the second is
 * no finding. One that never got another answer, or names nobody, is judged by it.
 */
export function unlessTwice(finding: Finding, used: Iterable<Exchange>): Finding {
  if (finding.verdict !== 'fail') return finding;
  const twice = [...used].find(
    ({ operation, request, response, attempts = [] }) =>
      request.method !== 'GET' &&
      attempts.slice(0, -1).some(isUntold) &&
      !UNTOLD.has(response.status) &&
      !namesNobody(operation, { ...(isPlain(request) && { path: { id: '' } }), body: bodySent(request.body) ?? null }),
  );
  if (!twice) return finding;
  return cannotJudge(
    'unreachable',
    `a ${twice.request.method} it stands on got no answer at first and was sent twice`,
    'network',
  );
}

/** A request on one user: its path names somebody, whatever its body says. */
const isPlain = ({ method }: Exchange['request']): boolean => method === 'PATCH' || method === 'PUT';

function bodySent(text: string | undefined): Json | undefined {
  try {
    return JSON.parse(text ?? '') as Json;
  } catch {
    return undefined;
  }
}
