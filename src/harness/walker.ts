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

export async function walkPages(session: Session, plan: WalkPlan): Promise<Walk> {
  const bound = plan.maxPages ?? session.target.walkPages;
  const pages: WalkPage[] = [];
  let startIndex = 1;
  let end: WalkEnd = 'bound';
  while (pages.length < bound) {
    const page = await readPage(session, plan, startIndex);
    pages.push(page);
    startIndex += page.ids.length;
    const over = endOf(page, startIndex - 1);
    if (over) {
      end = over;
      break;
    }
  }
  return { size: plan.size, filter: plan.filter, pages, end };
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
