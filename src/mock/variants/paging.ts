/** Permitted ways to treat paging (rulings 23 to 37). */

import { isRefusal, type ListQuery, type Refusal, refuse, type Scene, type Variant } from '../fault.ts';
import { DEFAULT_PAGE_SIZE } from '../listing.ts';
import { mix } from '../population/random.ts';

/** Reads both paging parameters again where the mock refused one; `repair` may refuse a value by giving undefined. */
function reread(
  value: ListQuery | Refusal,
  at: Scene,
  repair: {
    readonly startIndex?: (text: string) => number | undefined;
    readonly size?: (text: string) => number | undefined;
  },
): ListQuery | Refusal {
  if (!isRefusal(value) || at.query.getAll('filter').length > 1) return value;
  const { name, maximum } = at.contract.pageSize;
  const read = (key: string, otherwise: number, most: number, mend?: (text: string) => number | undefined) => {
    const given = at.query.getAll(key);
    const [text] = given;
    if (text === undefined) return otherwise;
    const number = /^\d+$/.test(text) && given.length === 1 ? Number(text) : Number.NaN;
    return number >= 1 && number <= most ? number : mend?.(text);
  };
  const startIndex = read('startIndex', 1, 2 ** 31 - 1, repair.startIndex);
  const pageSize = read(name, DEFAULT_PAGE_SIZE, maximum, repair.size);
  if (startIndex === undefined || pageSize === undefined) return value;
  return { startIndex, pageSize, filter: at.query.get('filter') ?? undefined };
}

const whole = (text: string): number | undefined => (/^-?\d+$/.test(text) ? Number(text) : undefined);

export const pagingVariants: readonly Variant[] = [
  {
    id: 'clamp-page-size',
    summary: 'A page size outside 1 to 100 is moved to the nearest bound.',
    rulings: [27],
    corrupt: {
      query: (value, at) =>
        reread(value, at, {
          size: (text) => {
            const asked = whole(text);
            return asked === undefined ? undefined : Math.min(100, Math.max(1, asked));
          },
        }),
    },
  },
  {
    id: 'page-size-zero-counts-only',
    summary: 'A page size of 0 or less gives totalResults and no resources.',
    rulings: [27],
    corrupt: {
      query: (value, at) => reread(value, at, { size: (text) => ((whole(text) ?? 1) <= 0 ? 0 : undefined) }),
    },
  },
  {
    id: 'start-index-below-one-as-one',
    summary: 'A startIndex below 1 is read as 1.',
    rulings: [26],
    corrupt: {
      query: (value, at) => reread(value, at, { startIndex: (text) => ((whole(text) ?? 2) < 1 ? 1 : undefined) }),
    },
  },
  {
    id: 'paging-garbage-as-default',
    summary: 'Paging values that are no integers are read as if they were absent.',
    rulings: [28],
    corrupt: {
      query: (value, at) =>
        reread(value, at, {
          startIndex: (text) => (whole(text) === undefined ? 1 : undefined),
          size: (text) => (whole(text) === undefined ? DEFAULT_PAGE_SIZE : undefined),
        }),
    },
  },
  {
    id: 'smaller-default-page',
    summary: 'Without a page size a page holds twenty users.',
    rulings: [31],
    corrupt: {
      query: (value, at) =>
        isRefusal(value) || at.query.has(at.contract.pageSize.name) ? value : { ...value, pageSize: 20 },
    },
  },
  {
    id: 'larger-default-page',
    summary: 'Without a page size a page holds a hundred users.',
    rulings: [31],
    corrupt: {
      query: (value, at) =>
        isRefusal(value) || at.query.has(at.contract.pageSize.name) ? value : { ...value, pageSize: 100 },
    },
  },
  {
    id: 'both-page-size-names',
    summary: 'itemsPerPage and count both name the page size.',
    rulings: [23],
    corrupt: {
      query: (value, at) => {
        const { name, maximum } = at.contract.pageSize;
        const other = whole(at.query.get(name === 'count' ? 'itemsPerPage' : 'count') ?? '');
        if (isRefusal(value) || at.query.has(name) || other === undefined || other < 1 || other > maximum) return value;
        return { ...value, pageSize: other };
      },
    },
  },
  {
    id: 'short-pages',
    summary: 'A page never holds more than 37 users, whatever was asked for.',
    rulings: [24, 25],
    corrupt: {
      page: (page) => {
        const people = page.people.slice(0, 37);
        return { ...page, people, itemsPerPage: people.length };
      },
    },
  },
  {
    id: 'order-by-id',
    summary: 'The list is ordered by id.',
    rulings: [35],
    corrupt: { order: (people) => [...people].sort((a, b) => (a.id < b.id ? -1 : 1)) },
  },
  {
    id: 'order-by-page-size',
    summary: 'Each page size has an order of its own.',
    rulings: [35],
    corrupt: {
      order: (people, at) => {
        const salt = Number(at.query.get(at.contract.pageSize.name) ?? DEFAULT_PAGE_SIZE);
        const rank = (id: string) => mix(Number.parseInt(id.slice(0, 8), 16), salt);
        return [...people].sort((a, b) => rank(a.id) - rank(b.id));
      },
    },
  },
  {
    id: 'unknown-parameters-400',
    summary: 'A query parameter that no document names is refused.',
    rulings: [36, 37, 38],
    corrupt: {
      query: (value, at) => {
        const known = ['startIndex', 'filter', at.contract.pageSize.name];
        const odd = [...at.query.keys()].find((key) => !known.includes(key));
        return odd === undefined ? value : refuse(400, 'There is no such parameter.', { scimType: 'invalidValue' });
      },
    },
  },
  {
    id: 'paging-members-only-on-parts',
    summary: 'startIndex and itemsPerPage are left out where the page is the whole result.',
    rulings: [33],
    corrupt: {
      envelope: (list, at) => {
        const { startIndex, itemsPerPage, ...rest } = list;
        return itemsPerPage === list.totalResults && startIndex === 1 && at.matches.length > 0 ? rest : list;
      },
    },
  },
  {
    id: 'no-resources-when-empty',
    summary: 'Resources is left out where there are none.',
    rulings: [29, 30],
    corrupt: {
      envelope: (list) => {
        const { Resources, ...rest } = list;
        return Array.isArray(Resources) && Resources.length === 0 ? rest : list;
      },
    },
  },
];
