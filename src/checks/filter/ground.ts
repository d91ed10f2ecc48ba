/**
 * The ground on which filters are judged: every user the full walks showed, and which of their values cannot be trusted
 * because a schema requirement already owns a problem there. Knows no particular filter.
 */

import type { Contract } from '../../contract/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Problem } from '../../model/finding.ts';
import { groupBy } from '../../model/group.ts';
import { at, type JsonObject } from '../../model/json.ts';
import type { Population } from '../../model/walk.ts';
import { type Truth, truthOf } from './evaluate.ts';
import type { Filter } from './terms.ts';

export interface Ground {
  readonly population: Population;
  readonly users: readonly JsonObject[];
  /** Whether another requirement owns a problem with a value the filter reads in this resource. */
  readonly isDoubtful: (exchange: Exchange, position: number, filter: Filter) => boolean;
  /** Known users by what the filter settles about them. */
  readonly sort: (filter: Filter) => Sorted;
}

export interface Sorted {
  readonly match: readonly JsonObject[];
  readonly miss: readonly JsonObject[];
  readonly open: readonly JsonObject[];
}

/** What the population and the contract give to stand on. */
export function groundOf(population: Population, contract: Pick<Contract, 'judgeSchema'>): Ground {
  const doubts = new Map<Exchange, ReadonlyMap<string, readonly Doubt[]>>();
  /** By the position of the resource. */
  const doubtsOf = (exchange: Exchange): ReadonlyMap<string, readonly Doubt[]> => {
    const known = doubts.get(exchange);
    if (known) return known;
    const found = groupBy(contract.judgeSchema(exchange).problems.flatMap(doubtOf), ({ position }) => position);
    doubts.set(exchange, found);
    return found;
  };
  const places = new Map<JsonObject, { readonly exchange: Exchange; readonly position: number }>();
  for (const { pages } of population.walks) {
    for (const { exchange, ids } of pages) {
      if (doubtsOf(exchange).size === 0) continue;
      ids.forEach((id, position) => {
        const user = population.byId.get(id);
        if (user && !places.has(user)) places.set(user, { exchange, position });
      });
    }
  }
  const sortedBy = new WeakMap<Filter, Sorted>();
  const isDoubtful = (exchange: Exchange, position: number, filter: Filter) =>
    doubtsOf(exchange)
      .get(String(position))
      ?.some((doubt) => touches(doubt, filter)) ?? false;
  return {
    population,
    users: population.users,
    isDoubtful,
    sort(filter) {
      const known = sortedBy.get(filter);
      if (known) return known;
      const sorted: Record<Truth, JsonObject[]> = { match: [], miss: [], open: [] };
      for (const user of population.users) {
        const place = places.get(user);
        const doubtful = place !== undefined && isDoubtful(place.exchange, place.position, filter);
        sorted[doubtful ? 'open' : truthOf(filter, user)].push(user);
      }
      sortedBy.set(filter, sorted);
      return sorted;
    },
  };
}

/** A problem with a resource, or with something in it. */
interface Doubt {
  readonly position: string;
  /** The way from the resource to the problem. */
  readonly steps: readonly string[];
  readonly problem: Problem;
}

function doubtOf(problem: Problem): readonly Doubt[] {
  if (problem.pointer === undefined) return [];
  const [, top, position, ...steps] = problem.pointer.split('/');
  return top === 'Resources' && position !== undefined ? [{ position, steps, problem }] : [];
}

/** Whether a problem stands at, above or below a value the filter reads. */
function touches(doubt: Doubt, filter: Filter): boolean {
  if ('parts' in filter) return filter.parts.some((part) => touches(doubt, part));
  const { steps, problem } = doubt;
  const place = filter.where;
  if (!place.every((step, index) => steps[index] === undefined || steps[index] === step)) return false;
  // A member that is missing further up (its name is what was expected) hides this value only if it leads to it.
  return steps.length >= place.length || problem.actual !== undefined || problem.expected === place[steps.length];
}

/** Users that definitely match and users that definitely do not: without both a filter tells nothing apart. */
export function discriminates(sorted: Sorted): boolean {
  return sorted.match.length > 0 && sorted.miss.length > 0;
}

/** The id of a user, an empty string where there is none. */
export function idOf(user: JsonObject): string {
  const id = at(user, 'id');
  return typeof id === 'string' ? id : '';
}
