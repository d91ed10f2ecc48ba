/** Bugs of paging: sizes, positions, totals and walks. Filtered lists are left alone unless the bug is about them. */

import { type Fault, type ListQuery, type Page, type PageScene, type Refusal, refuse, type Scene } from '../fault.ts';

const INT32_MAX = 2 ** 31 - 1;
const INTEGER = /^-?\d+$/;

/** Parameters some document or RFC gives a meaning. */
const KNOWN = new Set([
  'startIndex',
  'itemsPerPage',
  'count',
  'filter',
  'attributes',
  'excludedAttributes',
  'sortBy',
  'sortOrder',
  'startDate',
  'endDate',
]);

/** The same page with other people, and an itemsPerPage that fits them. */
function showing(page: Page, people: Page['people']): Page {
  return { ...page, people, itemsPerPage: people.length };
}

/** A hook for pages of the whole, unfiltered list. */
function unfiltered(change: (page: Page, at: PageScene) => Page): (page: Page, at: PageScene) => Page {
  return (page, at) => (at.asked.filter === undefined ? change(page, at) : page);
}

const broken = () => refuse(500, 'The request could not be processed.');
const sizeOf = (at: Scene) => at.query.get(at.contract.pageSize.name);
const startOf = (at: Scene) => at.query.get('startIndex');
const textual = (value: string | null) => value !== null && !INTEGER.test(value);

type QueryHook = (value: ListQuery | Refusal, at: Scene) => ListQuery | Refusal;
/** A server failure for the list requests that `when` picks. */
function failing(when: (at: Scene) => boolean): QueryHook {
  return (value, at) => (when(at) ? broken() : value);
}

const optional: readonly Fault[] = [
  {
    id: 'paging-size-needs-start',
    violates: 'pagination.parameters-optional',
    summary: 'The page size is bound together with startIndex, which has no default there.',
    wire: '400 to a page size without startIndex',
    corrupt: {
      query: (value, at) =>
        sizeOf(at) !== null && startOf(at) === null && at.query.get('filter') === null
          ? refuse(400, 'The parameter startIndex is missing.', { scimType: 'invalidValue' })
          : value,
    },
  },
  {
    id: 'paging-unlimited-default',
    violates: 'pagination.page-size-default',
    summary: 'Without a page size nothing limits the page.',
    wire: 'all users in one answer',
    corrupt: {
      page: unfiltered((page, at) =>
        sizeOf(at) === null ? showing(page, at.matches.slice(at.asked.startIndex - 1)) : page,
      ),
    },
  },
  {
    id: 'paging-default-skips-first',
    violates: 'pagination.start-index-default',
    summary: 'The default of startIndex is an offset of 1, not a position of 1.',
    wire: 'without startIndex the first user is missing, though the answer says it begins at 1',
    corrupt: {
      page: unfiltered((page, at) =>
        startOf(at) === null ? showing(page, at.matches.slice(1, 1 + at.asked.pageSize)) : page,
      ),
    },
  },
];

const sizes: readonly Fault[] = [
  {
    id: 'paging-size-rounded-up',
    violates: 'pagination.page-size-bounds',
    summary: 'Page sizes above ninety are rounded up to the next hundred.',
    wire: '100 users where 99 were asked for',
    corrupt: {
      page: unfiltered((page, at) => {
        const { startIndex, pageSize } = at.asked;
        return pageSize > 90 ? showing(page, at.matches.slice(startIndex - 1, startIndex + 99)) : page;
      }),
    },
  },
  {
    id: 'paging-maximum-not-enforced',
    violates: 'pagination.page-size-outside',
    summary: 'The documented maximum of the page size is enforced nowhere.',
    wire: '101 users where 101 were asked for',
    corrupt: {
      query(value, at) {
        const size = Number(sizeOf(at));
        const { maximum } = at.contract.pageSize;
        if (!(size > maximum) || size > INT32_MAX) return value;
        return { startIndex: 1, pageSize: size, filter: undefined };
      },
    },
  },
  {
    id: 'paging-size-zero-fails',
    violates: 'pagination.page-size-outside',
    summary: 'The number of pages is worked out by dividing by the page size.',
    wire: '500 to a page size of 0',
    corrupt: { query: failing((at) => sizeOf(at) === '0') },
  },
  {
    id: 'paging-size-text-fails',
    violates: 'pagination.page-size-malformed',
    summary: 'The page size is parsed without a net.',
    wire: '500 to a page size that is no integer',
    corrupt: { query: failing((at) => at.query.getAll(at.contract.pageSize.name).length === 1 && textual(sizeOf(at))) },
  },
];

const positions: readonly Fault[] = [
  {
    id: 'paging-rounded-to-page',
    violates: 'pagination.start-index-position',
    summary: 'The position is turned into a page number, and pages begin at multiples of their size.',
    wire: 'startIndex 2 with size 2 shows the first two users',
    corrupt: {
      page: unfiltered((page, at) => {
        const { startIndex, pageSize } = at.asked;
        if (startIndex > at.matches.length) return page;
        const offset = Math.floor((startIndex - 1) / pageSize) * pageSize;
        return showing(page, at.matches.slice(offset, offset + pageSize));
      }),
    },
  },
  {
    id: 'paging-zero-echoed',
    violates: 'pagination.start-index-below-one',
    summary: 'startIndex 0 is read as 1, but repeated as it came.',
    wire: 'startIndex 0 in the answer',
    corrupt: {
      query: (value, at) =>
        startOf(at) === '0' ? { startIndex: 1, pageSize: Number(sizeOf(at) ?? 50), filter: undefined } : value,
      page: unfiltered((page, at) => (startOf(at) === '0' ? { ...page, startIndex: 0 } : page)),
    },
  },
  {
    id: 'paging-zero-shifts',
    violates: 'pagination.start-index-below-one',
    summary: 'startIndex 0 moves the window one position before the first user.',
    wire: 'startIndex 0 with size 2 shows one user',
    corrupt: {
      query: (value, at) =>
        startOf(at) === '0' ? { startIndex: 1, pageSize: Number(sizeOf(at) ?? 50), filter: undefined } : value,
      page: unfiltered((page, at) => (startOf(at) === '0' ? showing(page, page.people.slice(0, -1)) : page)),
    },
  },
  {
    id: 'paging-start-text-fails',
    violates: 'pagination.start-index-malformed',
    summary: 'startIndex is parsed without a net.',
    wire: '500 to a startIndex that is no integer',
    corrupt: { query: failing((at) => at.query.getAll('startIndex').length === 1 && textual(startOf(at))) },
  },
  {
    id: 'paging-start-overflows',
    violates: 'pagination.start-index-huge',
    summary: 'startIndex is cut to 32 bits, becomes negative and is then read as 1.',
    wire: 'startIndex 2147483648 shows the first page',
    corrupt: {
      query(value, at) {
        const start = startOf(at);
        if (start === null || !INTEGER.test(start) || Number(start) <= INT32_MAX) return value;
        return { startIndex: 1, pageSize: Number(sizeOf(at) ?? 50), filter: undefined };
      },
    },
  },
  {
    id: 'paging-end-repeats-last-page',
    violates: 'pagination.beyond-end',
    summary: 'A position behind the end is moved back to the last page.',
    wire: 'startIndex 202 of 201 shows users again',
    corrupt: {
      page: unfiltered((page, at) =>
        at.asked.startIndex > at.matches.length ? showing(page, at.matches.slice(-at.asked.pageSize)) : page,
      ),
    },
  },
  {
    id: 'paging-end-not-found',
    violates: 'pagination.beyond-end-status',
    summary: 'A page without users is reported as not found.',
    wire: '404 behind the last match',
    corrupt: {
      query: (value, at) =>
        'startIndex' in value && value.filter === undefined && value.startIndex > at.everyone().length
          ? refuse(404, 'There is no such page.')
          : value,
    },
  },
  {
    id: 'paging-refused-with-422',
    violates: 'pagination.refusal-status',
    summary: 'The web framework refuses parameters with its own status.',
    wire: '422 where the paging parameters are wrong',
    corrupt: {
      refuse: (refusal, at) =>
        at.operation === 'listUsers' && refusal.status === 400 && refusal.scimType === 'invalidValue'
          ? { ...refusal, status: 422 }
          : refusal,
    },
  },
];

const totals: readonly Fault[] = [
  {
    id: 'paging-total-of-page',
    violates: 'pagination.total-stable',
    summary: 'For a page of one the total is taken from the page.',
    wire: 'totalResults 1 with a page size of 1',
    corrupt: {
      page: unfiltered((page, at) => (at.asked.pageSize === 1 ? { ...page, totalResults: page.people.length } : page)),
    },
  },
  {
    id: 'paging-total-lost-behind-end',
    violates: 'pagination.total-stable',
    summary: 'The total is counted over the rows that are left, and none are left behind the end.',
    wire: 'totalResults 0 behind the last match',
    corrupt: {
      page: unfiltered((page, at) => (at.asked.startIndex > at.matches.length ? { ...page, totalResults: 0 } : page)),
    },
  },
  {
    id: 'paging-single-last-row-lost',
    violates: 'pagination.walk-reaches-total',
    summary: 'On the half page of the screens, a last page that would hold a single user comes out empty.',
    wire: 'startIndex 201 of 201 with size 50 shows nobody',
    corrupt: {
      page: unfiltered((page, at) =>
        at.asked.pageSize === 50 && sizeOf(at) !== null && page.people.length === 1 ? showing(page, []) : page,
      ),
    },
  },
  {
    id: 'paging-pages-overlap',
    violates: 'pagination.walk-no-duplicate',
    summary: 'For odd page sizes, later pages begin with the last user of the page before.',
    wire: 'the same id on two pages of 37',
    corrupt: {
      page: unfiltered((page, at) => {
        const { startIndex, pageSize } = at.asked;
        if (100 % pageSize === 0 || startIndex <= pageSize || startIndex > at.matches.length) return page;
        return showing(page, at.matches.slice(startIndex - 2, startIndex - 2 + pageSize));
      }),
    },
  },
  {
    id: 'paging-filter-forgotten',
    violates: 'pagination.walk-union',
    summary: 'From the fourth page of a filtered list on, the page is filled up from the unfiltered one.',
    wire: 'a walk under a filter shows one user more than totalResults',
    corrupt: {
      page(page, at) {
        const { filter, startIndex, pageSize } = at.asked;
        if (filter === undefined || startIndex <= 3 * pageSize || page.people.length === 0) return page;
        const matching = new Set(at.matches);
        const stranger = at.everyone().find((one) => !matching.has(one));
        return stranger && page.people.length < pageSize ? showing(page, [...page.people, stranger]) : page;
      },
    },
  },
];

const parameters: readonly Fault[] = [
  {
    id: 'paging-repeated-parameter-fails',
    violates: 'pagination.repeated-parameter',
    summary: 'A repeated parameter arrives as a list where a number is expected.',
    wire: '500 to a repeated parameter',
    corrupt: {
      query: failing((at) =>
        ['startIndex', at.contract.pageSize.name].some((name) => at.query.getAll(name).length > 1),
      ),
    },
  },
  {
    id: 'paging-unknown-parameter-fails',
    violates: 'pagination.unknown-parameter',
    summary: 'Parameters are bound strictly, and nobody catches the complaint.',
    wire: '500 to a parameter nobody knows',
    corrupt: { query: failing((at) => [...at.query.keys()].some((name) => !KNOWN.has(name))) },
  },
  {
    id: 'paging-sort-fails',
    violates: 'pagination.sorting-and-selection',
    summary: 'sortBy is passed to the database as it comes.',
    wire: '500 to sortBy with an unknown attribute',
    corrupt: { query: failing((at) => at.query.get('sortBy') === 'noSuchAttribute') },
  },
];

export const faults: readonly Fault[] = [...optional, ...sizes, ...positions, ...totals, ...parameters];
