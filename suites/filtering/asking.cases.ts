/** How the filtering tables ask: by walks that equal plans share, on the ground of the run's full walks. */

import { type Ground, groundOf, idOf } from '../../src/checks/filter/ground.ts';
import { type Filter, textOf } from '../../src/checks/filter/terms.ts';
import { type Asked, laterPagesMatch, missedBy, type NothingToAsk, type Probe } from '../../src/checks/filtering.ts';
import type { Answered } from '../../src/checks/filtering-answers.ts';
import type { Writings } from '../../src/checks/filtering-writings.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import { type Exchange, jsonOf } from '../../src/model/exchange.ts';
import type { Finding } from '../../src/model/finding.ts';
import { isObject, type JsonObject } from '../../src/model/json.ts';
import { isWhole } from '../../src/model/walk.ts';
import { TICK_MS } from '../pagination/second-look.cases.ts';

/** Most pages of a result; a longer one is judged as far as it was read, unless its case asks for the whole. */
const MOST_PAGES = 5;

/** Small pages: so few users that pages come after the first, but not more than these; and how many are read. */
const SMALL_PAGE = 7;
const SMALL_PAGES = 3;

/** Users looked up again when a result lacks them. */
const MOST_LOOKUPS = 3;

/** A filter chosen on the ground, or why there is none. */
export type Choice = (ground: Ground) => Filter | undefined;

const NO_VALUE: NothingToAsk = { nothing: 'no value of this kind tells users apart in this population' };

export function groundFor(session: Session): Promise<Ground> {
  return session.shared('filtering: ground', async (own) => groundOf(await own.population(), own.contract));
}

export interface Extent {
  readonly size?: number;
  /** `all`: to the end of the result, within the target's own bound. */
  readonly pages?: number | 'all';
}

/** Walks a result; users it lacks are looked up again, for somebody may have changed them meanwhile. */
export async function ask(session: Session, choose: Choice, { size, pages = MOST_PAGES }: Extent = {}): Promise<Probe> {
  const ground = await groundFor(session);
  const filter = choose(ground);
  if (!filter) return NO_VALUE;
  const walk = await session.walk({
    size: size ?? session.contract.pageSize.maximum,
    filter: textOf(filter),
    ...(pages !== 'all' && { maxPages: pages }),
  });
  const seen = { ground, filter, walk };
  const isAnswer = walk.pages[0]?.exchange.response.status === 200 && isWhole(walk);
  const missed = isAnswer ? missedBy(seen).slice(0, MOST_LOOKUPS) : [];
  return missed.length === 0 ? seen : { ...seen, ...(await lookAgain(session, missed)) };
}

async function lookAgain(
  session: Session,
  users: readonly JsonObject[],
): Promise<Required<Pick<Asked, 'again' | 'lookups'>>> {
  const again = new Map<string, JsonObject>();
  const lookups: Exchange[] = [];
  await session.pause(TICK_MS);
  for (const id of users.map(idOf)) {
    const read = await session.send('getUser', { path: { id } });
    const user = jsonOf(read);
    lookups.push(read);
    if (isObject(user) && user.id === id) again.set(id, user);
  }
  return { again, lookups };
}

/** The first page under a filter text; equal to the first page of a walk under it. */
export function firstPage(session: Session, filter: string): Promise<Exchange> {
  const { name, maximum } = session.contract.pageSize;
  return session.send('listUsers', { query: { startIndex: 1, [name]: maximum, filter } });
}

/** The first page with the filter exactly as it goes on the wire. */
export function rawPage(session: Session, encodedFilter: string): Promise<Exchange> {
  const { name, maximum } = session.contract.pageSize;
  return session.send('listUsers', { rawQuery: `startIndex=1&${name}=${maximum}&filter=${encodedFilter}` });
}

/** The first page under a filter, and what the filter means. */
export async function answer(
  session: Session,
  choose: Choice,
  write: (filter: Filter) => string = textOf,
): Promise<Answered | NothingToAsk> {
  const ground = await groundFor(session);
  const filter = choose(ground);
  if (!filter) return NO_VALUE;
  return { ground, filter, exchange: await firstPage(session, write(filter)) };
}

/** The first page under a text that means nothing, or nothing the documents settle. */
export async function answerText(session: Session, text: string): Promise<Answered> {
  return { ground: await groundFor(session), exchange: await firstPage(session, text) };
}

export interface AskedRow {
  readonly requirement: string;
  readonly name: string;
  readonly choose: Choice;
  readonly expect: (probe: Probe) => Finding;
  readonly whole?: boolean;
}

/** A case over a walked result. */
export function askedCase({ choose, whole = false, ...row }: AskedRow): Case {
  return defineCase({ ...row, probe: (session) => ask(session, choose, whole ? { pages: 'all' } : {}) });
}

/** A case over small pages beside one large page of the same result. */
export function pagedCase({ choose, name }: { readonly choose: Choice; readonly name: string }): Case {
  return defineCase({
    requirement: 'filtering.paging',
    name,
    probe: async (session) => {
      const large = await ask(session, choose);
      if ('nothing' in large) return large;
      const users = large.walk.pages[0]?.ids.length ?? 0;
      const size = Math.min(SMALL_PAGE, Math.max(1, Math.floor(users / 3)));
      const small = await ask(session, choose, { size, pages: SMALL_PAGES });
      return 'nothing' in small ? small : { small, large };
    },
    expect: laterPagesMatch,
  });
}

export interface AnsweredRow {
  readonly requirement: string;
  readonly name: string;
  readonly choose: Choice;
  readonly write?: (filter: Filter) => string;
  readonly expect: (probe: Answered | NothingToAsk) => Finding;
}

/** A case over the first page of an answer. */
export function answeredCase({ choose, write, ...row }: AnsweredRow): Case {
  return defineCase({ ...row, probe: (session) => answer(session, choose, write) });
}

/** One filter in its usual writing, and in another. */
export async function writings(
  session: Session,
  choose: Choice,
  send: (text: string) => Promise<Writings['other']>,
): Promise<Writings | NothingToAsk> {
  const filter = choose(await groundFor(session));
  if (!filter) return NO_VALUE;
  const text = textOf(filter);
  const [usual, other] = await Promise.all([firstPage(session, text), send(text)]);
  return { usual, other };
}

export interface WrittenRow {
  readonly requirement: string;
  readonly name: string;
  readonly choose: Choice;
  /** The usual text, written in another way. */
  readonly rewrite: (text: string) => string;
  readonly expect: (probe: Writings | NothingToAsk) => Finding;
}

/** A case over one filter in two writings. */
export function writtenCase({ choose, rewrite, ...row }: WrittenRow): Case {
  return defineCase({
    ...row,
    probe: (session) => writings(session, choose, (text) => firstPage(session, rewrite(text))),
  });
}
