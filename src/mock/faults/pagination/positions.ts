/** Bugs of the start position: within the result, before it and behind it. */

import { type Fault, refuse } from '../../fault.ts';
import { failing, INT32_MAX, INTEGER, showing, sizeOf, startOf, textual, unfiltered } from './pages.ts';

export const faults: readonly Fault[] = [
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
    seenAs: /says it begins at 0/,
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
    seenAs: /another page than startIndex 1/,
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
    seenAs: /answered with status 500/,
    summary: 'startIndex is parsed without a net.',
    wire: '500 to a startIndex that is no integer',
    corrupt: { query: failing((at) => at.query.getAll('startIndex').length === 1 && textual(startOf(at))) },
  },
  {
    id: 'paging-start-overflows',
    violates: 'pagination.start-index-huge',
    seenAs: /answered with \d+ resources/,
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
    seenAs: /lies behind the last match/,
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
    seenAs: /answered with status 404/,
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
    seenAs: /status 422/,
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
