/** Bugs with parameters that are repeated, unknown, or about sorting. */

import type { Fault } from '../../fault.ts';
import { failing } from './pages.ts';

export const faults: readonly Fault[] = [
  {
    id: 'paging-repeated-parameter-fails',
    violates: 'pagination.repeated-parameter',
    seenAs: /answered with status 500/,
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
    seenAs: /answered with status 500/,
    summary: 'Parameters are bound without regard to case, and the second binding of one name fails.',
    wire: '500 to STARTINDEX',
    corrupt: {
      query: failing((at) => [...at.query.keys()].some((name) => name !== 'startIndex' && /^startindex$/i.test(name))),
    },
  },
  {
    id: 'paging-sort-fails',
    violates: 'pagination.sorting-and-selection',
    seenAs: /answered with status 500/,
    summary: 'sortBy is passed to the database as it comes.',
    wire: '500 to sortBy with an unknown attribute',
    corrupt: { query: failing((at) => at.query.get('sortBy') === 'noSuchAttribute') },
  },
];
