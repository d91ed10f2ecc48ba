/** Query parameters without a documented meaning: ignored, honoured or refused, and recorded. */

import { otherSizeName } from '../../src/checks/list-response.ts';
import { noServerError, whatItDid } from '../../src/checks/paging-tolerance.ts';
import { type Contract, URN } from '../../src/contract/contract.ts';
import { type Case, defineCase } from '../../src/harness/case.ts';
import { beside } from './page-size.cases.ts';

export function toleranceCases(contract: Contract): readonly Case[] {
  const unknown = [
    { name: 'unknown name', rawQuery: 'conformanceProbe=1' },
    { name: 'name without a value', rawQuery: 'conformanceProbe' },
    { name: 'stray ampersand', rawQuery: '&startIndex=1' },
    { name: 'startIndex in other case', rawQuery: 'STARTINDEX=2' },
    { name: 'page size under its other name', rawQuery: `${otherSizeName(contract)}=2` },
  ];
  const selection = [
    { name: 'sortBy', query: { sortBy: 'id' } },
    { name: 'sortBy and sortOrder', query: { sortBy: 'meta.lastModified', sortOrder: 'descending' } },
    { name: 'sortBy an unknown attribute', query: { sortBy: 'noSuchAttribute' } },
    { name: 'attributes', query: { attributes: 'id' } },
    { name: 'attributes of an extension', query: { attributes: URN.spendUser } },
    { name: 'excludedAttributes', query: { excludedAttributes: URN.userPreference } },
  ];
  const dates = [
    { name: 'window in the future', query: { startDate: '2100-01-01', endDate: '2100-01-02' } },
    { name: 'startDate that is no date', query: { startDate: 'yesterday' } },
  ];
  return [
    ...unknown.map(({ name, rawQuery }) =>
      defineCase({
        requirement: 'pagination.unknown-parameter',
        name,
        probe: (session) => beside(session, { rawQuery }),
        expect: noServerError,
      }),
    ),
    ...selection.map(({ name, query }) =>
      defineCase({
        requirement: 'pagination.sorting-and-selection',
        name,
        probe: (session) => beside(session, { query }),
        expect: noServerError,
      }),
    ),
    ...dates.map(({ name, query }) =>
      defineCase({
        requirement: 'pagination.date-window',
        name,
        probe: (session) => beside(session, { query }),
        expect: whatItDid,
      }),
    ),
  ];
}
