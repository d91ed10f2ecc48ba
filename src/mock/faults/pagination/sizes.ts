/** Bugs of the page size, and of parameters that are left out. */

import { type Fault, refuse } from '../../fault.ts';
import { failing, INT32_MAX, showing, sizeOf, startOf, textual, unfiltered } from './pages.ts';

export const faults: readonly Fault[] = [
  {
    id: 'paging-size-needs-start',
    violates: 'pagination.parameters-optional',
    seenAs: /answered with status 400/,
    summary: 'A page of more than one is bound together with startIndex, which has no default there.',
    wire: '400 to a page size above 1 without startIndex',
    corrupt: {
      query: (value, at) =>
        Number(sizeOf(at)) > 1 && startOf(at) === null && at.query.get('filter') === null
          ? refuse(400, 'The parameter startIndex is missing.', { scimType: 'invalidValue' })
          : value,
    },
  },
  {
    id: 'paging-unlimited-default',
    violates: 'pagination.page-size-default',
    seenAs: /at most 100 resources was due, \d+ came/,
    summary: 'Without a page size nothing limits the page.',
    wire: 'all users in one answer',
    corrupt: {
      page: unfiltered((page, at) =>
        sizeOf(at) === null ? showing(page, at.matches.slice(at.asked.startIndex - 1)) : page,
      ),
    },
  },
  {
    id: 'paging-default-of-none',
    violates: 'pagination.page-size-default',
    seenAs: /nobody was listed/,
    summary: 'A request without parameters is taken for a question for the total alone.',
    wire: 'totalResults 201 and nobody listed, without startIndex and page size',
    closure: [
      {
        requirement: 'pagination.other-page-size-name',
        why: 'Whether another name of the page size is read shows only beside a default page with users on it.',
      },
    ],
    corrupt: {
      page: unfiltered((page, at) => (sizeOf(at) === null && startOf(at) === null ? showing(page, []) : page)),
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
  {
    id: 'paging-size-rounded-up',
    violates: 'pagination.page-size-bounds',
    seenAs: /at most 99 was asked for, 100 resources came/,
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
    id: 'paging-one-too-many',
    violates: 'pagination.page-size-bounds',
    seenAs: /at most 100 was asked for, 101 resources came/,
    summary: 'A full page is cut with the row that was fetched to see whether more follow.',
    wire: '101 users where 100 were asked for',
    corrupt: {
      page: unfiltered((page, at) => {
        const { startIndex, pageSize } = at.asked;
        if (pageSize < at.contract.pageSize.maximum) return page;
        return showing(page, at.matches.slice(startIndex - 1, startIndex + pageSize));
      }),
    },
  },
  {
    id: 'paging-one-too-few',
    violates: 'pagination.walk-reaches-total',
    seenAs: /After 0 of \d+ resources the page at startIndex 1 carries none/,
    summary:
      'From a position on, the row that tells whether more follow is counted within the page size, and then cut off.',
    wire: '99 users where 100 were asked for, and nobody on a page of one',
    corrupt: {
      page: unfiltered((page, at) =>
        page.people.length === at.asked.pageSize && startOf(at) !== null && sizeOf(at) !== null
          ? showing(page, page.people.slice(0, -1))
          : page,
      ),
    },
  },
  {
    id: 'paging-maximum-not-enforced',
    violates: 'pagination.page-size-outside',
    seenAs: /at most 100 resources was due, \d+ came/,
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
    seenAs: /answered with status 500/,
    summary: 'The number of pages is worked out by dividing by the page size.',
    wire: '500 to a page size of 0',
    corrupt: { query: failing((at) => sizeOf(at) === '0') },
  },
  {
    id: 'paging-size-text-fails',
    violates: 'pagination.page-size-malformed',
    seenAs: /answered with status 500/,
    summary: 'The page size is parsed without a net.',
    wire: '500 to a page size that is no integer',
    corrupt: { query: failing((at) => at.query.getAll(at.contract.pageSize.name).length === 1 && textual(sizeOf(at))) },
  },
];
