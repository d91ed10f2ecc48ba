/** Bugs that show only when a whole list is walked, or its total is compared. */

import { type Fault, refuse } from '../../fault.ts';
import { showing, sizeOf, startOf, unfiltered } from './pages.ts';

export const faults: readonly Fault[] = [
  {
    id: 'paging-total-of-page',
    violates: 'pagination.total-stable',
    seenAs: /totalResults says 1 on this page/,
    summary: 'For a page of one the total is taken from the page.',
    wire: 'totalResults 1 with a page size of 1',
    corrupt: {
      page: unfiltered((page, at) => (at.asked.pageSize === 1 ? { ...page, totalResults: page.people.length } : page)),
    },
  },
  {
    id: 'paging-total-lost-behind-end',
    violates: 'pagination.total-stable',
    seenAs: /totalResults says 0 on this page/,
    summary: 'The total is counted over the rows that are left, and none are left behind the end.',
    wire: 'totalResults 0 behind the last match',
    corrupt: {
      page: unfiltered((page, at) => (at.asked.startIndex > at.matches.length ? { ...page, totalResults: 0 } : page)),
    },
  },
  {
    id: 'paging-single-last-row-lost',
    violates: 'pagination.walk-reaches-total',
    seenAs: /carries none/,
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
    seenAs: /comes again at position/,
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
    seenAs: /different users, totalResults says/,
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
  {
    id: 'paging-ties-turn',
    violates: 'pagination.walk-no-duplicate',
    seenAs: /comes again at position/,
    summary: 'Rows with equal keys come in another order once the database sorts no more than it needs for a page.',
    wire: 'on later pages of 37, neighbours have changed places',
    corrupt: {
      page: unfiltered((page, at) => {
        const { startIndex, pageSize } = at.asked;
        if (pageSize !== 37 || startIndex <= 3 * pageSize || page.people.length < pageSize) return page;
        const turned = at.matches.map((one, index) => at.matches[index % 2 === 0 ? index + 1 : index - 1] ?? one);
        return showing(page, turned.slice(startIndex - 1, startIndex - 1 + pageSize));
      }),
    },
  },
  {
    id: 'paging-sorted-by-last-read',
    violates: 'pagination.walk-no-duplicate',
    seenAs: /comes again at position/,
    summary: 'The list is sorted by when a user was last read, and serving a page changes that.',
    wire: 'rows of a served page of 37 move behind all others: the next pages skip users, the last ones show some again',
    corrupt: {
      page: unfiltered((page, at, scratch) => {
        const { startIndex, pageSize } = at.asked;
        if (pageSize !== 37) return page;
        const lastRead = (one: (typeof at.matches)[number]) => Number(scratch.recall(one.id) ?? 0);
        const sorted = at.matches.toSorted((a, b) => lastRead(a) - lastRead(b));
        const people = sorted.slice(startIndex - 1, startIndex - 1 + pageSize);
        for (const one of people) scratch.keep(one.id, at.sequence);
        return showing(page, people);
      }),
    },
  },
  {
    id: 'paging-block-edge-refused',
    violates: 'pagination.walk-reaches-total',
    seenAs: /was answered with status 400/,
    summary: 'Users are read in blocks of a hundred, and a page of the user interface never lies in two of them.',
    wire: '400 to the page of 37 that begins at 75',
    corrupt: {
      query: (value, at) => {
        const [start, size] = [Number(startOf(at)), Number(sizeOf(at))];
        const isCut = Math.floor((start - 1) / 100) !== Math.floor((start + size - 2) / 100);
        const within = start >= 1 && start + size <= at.everyone().length && !at.query.has('filter');
        return within && isCut && size > 10 ? refuse(400, 'The page lies in two blocks.') : value;
      },
    },
  },
  {
    id: 'paging-total-estimated',
    violates: 'pagination.total-stable',
    seenAs: /totalResults says 210 on this page/,
    summary: 'A page that is asked for again is answered with the total that the planner estimates.',
    wire: 'the second of two equal requests says another totalResults',
    corrupt: {
      page: unfiltered((page, at, scratch) =>
        scratch.count(at.request.target) > 1 && at.asked.startIndex === 1
          ? { ...page, totalResults: Math.ceil(page.totalResults / 10) * 10 }
          : page,
      ),
    },
  },
];
