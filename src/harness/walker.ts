/**
 * Page walks and the run's population. A walk goes on by the number of resources received, never by the size asked
 * for (ruling 25), reads every body leniently, and is bounded.
 */

import { type Exchange, jsonOf } from '../model/exchange.ts';
import { at, countOf, isArray, isObject, type Json, type JsonObject } from '../model/json.ts';
import type { Population, Walk, WalkEnd, WalkPage } from '../model/walk.ts';
import type { Session, WalkPlan } from './case.ts';

/** The first full walk takes the largest page there is. */
const LARGEST_PAGE = 100;

/**
 * Sizes of the other two full walks: one that does not divide the largest page, and one in between. In a small tenant
 * they shrink, so that every walk but the first still crosses page boundaries.
 */
function furtherSizes(total: number): readonly number[] {
  return [Math.min(37, Math.max(1, Math.ceil(total / 3))), Math.min(50, Math.max(1, Math.ceil(total / 2)))];
}

/** Fewer pages than this cannot be shared out over three stretches. */
const LEAST_SAMPLED = 6;

/** A walk without a bound of its own that would not reach the end is sampled: start, middle and end of the list. */
export async function walkPages(session: Session, plan: WalkPlan): Promise<Walk> {
  const bound = plan.maxPages ?? session.target.walkPages;
  const about = { size: plan.size, filter: plan.filter };
  const first = await readPage(session, plan, 1);
  const total = first.totalResults ?? 0;
  const each = first.ids.length;
  const sampled = plan.maxPages === undefined && bound >= LEAST_SAMPLED && each > 0 && total > each * bound;
  if (!sampled) return { ...about, ...(await stretch(session, plan, 1, bound, first)) };
  const third = Math.floor(bound / 3);
  const start = await stretch(session, plan, 1, third, first);
  if (start.end !== 'bound') return { ...about, ...start };
  // The last page is a short one, as at the end of a whole walk.
  const rest = bound - 2 * third;
  const last = total - (rest - 1) * each - Math.floor(each / 2);
  // Half-way between the two others, so that no position is read twice.
  const next = 1 + start.pages.reduce((sum, page) => sum + page.ids.length, 0);
  const middle = await stretch(session, plan, next + Math.floor((last - next - third * each) / 2), third);
  if (middle.end !== 'bound') return { ...about, ...middle, pages: [...start.pages, ...middle.pages] };
  const end = await stretch(session, plan, last, rest);
  const pages = [...start.pages, ...middle.pages, ...end.pages];
  const sample = { start: start.pages.length, middle: middle.pages.length, end: end.pages.length };
  return { ...about, pages, end: end.end, sample };
}

/** Goes on from a position by the number of resources received. */
async function stretch(session: Session, plan: WalkPlan, from: number, most: number, first?: WalkPage) {
  const pages: WalkPage[] = [];
  let startIndex = from;
  let end: WalkEnd = 'bound';
  while (pages.length < most && end === 'bound') {
    const page = (pages.length === 0 ? first : undefined) ?? (await readPage(session, plan, startIndex));
    pages.push(page);
    startIndex += page.ids.length;
    end = endOf(page, startIndex - 1) ?? 'bound';
  }
  return { pages, end };
}

async function readPage(session: Session, plan: WalkPlan, startIndex: number): Promise<WalkPage> {
  const exchange = await session.send('listUsers', {
    query: { startIndex, [session.contract.pageSize.name]: plan.size, filter: plan.filter },
    ...(plan.fresh && { fresh: true }),
  });
  return pageOf(exchange, startIndex, plan.size);
}

/**
 * A list answer as a page of a walk; a body that is no list gives a page without resources and without a total.
 * Resources are read from the body again when somebody looks: hundreds of walks are remembered, their users are not.
 */
export function pageOf(exchange: Exchange, askedStartIndex: number, askedSize: number | undefined): WalkPage {
  const body = listBodyOf(exchange);
  return {
    exchange,
    askedStartIndex,
    askedSize,
    totalResults: countOf(at(body, 'totalResults')),
    startIndex: countOf(at(body, 'startIndex')),
    itemsPerPage: countOf(at(body, 'itemsPerPage')),
    get resources() {
      return resourcesOf(listBodyOf(exchange));
    },
    ids: resourcesOf(body).map((one) => (typeof one.id === 'string' ? one.id : '')),
  };
}

function listBodyOf(exchange: Exchange): Json | undefined {
  return exchange.response.status === 200 ? jsonOf(exchange) : undefined;
}

function resourcesOf(body: Json | undefined): readonly JsonObject[] {
  const listed = at(body, 'Resources');
  return isArray(listed) ? listed.filter(isObject) : [];
}

function endOf(page: WalkPage, received: number): WalkEnd | undefined {
  if (page.exchange.response.status !== 200 || page.totalResults === undefined) return 'refused';
  if (received >= page.totalResults) return 'complete';
  return page.ids.length === 0 ? 'empty-page' : undefined;
}

export async function readPopulation(session: Session): Promise<Population> {
  const first = await session.walk({ size: LARGEST_PAGE });
  const walks: Walk[] = [first];
  // A list that cannot be walked once cannot be walked thrice; the first walk says why.
  if (first.end !== 'refused') {
    const total = first.pages[0]?.totalResults ?? 0;
    for (const size of new Set(furtherSizes(total))) walks.push(await session.walk({ size }));
  }
  const byId = new Map<string, JsonObject>();
  for (const walk of walks) {
    for (const page of walk.pages) {
      page.resources.forEach((user, index) => {
        const id = page.ids[index] ?? '';
        if (id !== '' && !byId.has(id)) byId.set(id, user);
      });
    }
  }
  const total = first.pages[0]?.totalResults ?? 0;
  return { users: [...byId.values()], byId, total, complete: first.end !== 'refused' && byId.size === total, walks };
}
