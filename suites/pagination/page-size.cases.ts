/** Page size: within the bounds, outside them, malformed, repeated, and under its other name. */

import { pageWithinSize } from '../../src/checks/envelope.ts';
import { otherSizeName } from '../../src/checks/list-response.ts';
import {
  type Beside,
  defaultPage,
  isAnswered,
  pageOfAtMost,
  refusedOrClamped,
  refusedOrDefault,
  walkBegins,
} from '../../src/checks/paging.ts';
import { bothNames, noServerErrorWithin, otherNameAlone } from '../../src/checks/paging-tolerance.ts';
import type { Contract } from '../../src/contract/contract.ts';
import { type Case, defineCase, defineStanding, type SendInput, type Session } from '../../src/harness/case.ts';

/** A probe beside the list without any parameter. */
export async function beside(session: Session, input: SendInput): Promise<Beside> {
  const plain = await session.send('listUsers');
  return { plain, seen: await session.send('listUsers', input) };
}

/** Values outside the bounds; each may be refused or clamped. */
export function sizesOutside(contract: Contract): readonly { readonly name: string; readonly value: string }[] {
  const { minimum, maximum } = contract.pageSize;
  return [
    { name: 'one above the maximum', value: String(maximum + 1) },
    { name: 'far above the maximum', value: String(maximum * 10) },
    { name: 'one below the minimum', value: String(minimum - 1) },
    { name: 'negative', value: '-1' },
    { name: 'beyond 32 bits', value: String(2 ** 31) },
    { name: 'beyond a double', value: String(2 ** 53) },
  ];
}

/** Values that are no integer, for either paging parameter. */
export const MALFORMED_NUMBERS = [
  { name: 'fraction', value: '1.5' },
  { name: 'text', value: 'ten' },
  { name: 'empty', value: '' },
  { name: 'letters after digits', value: '2nd' },
  { name: 'exponent', value: '1e1' },
] as const;

export function pageSizeCases(contract: Contract): readonly Case[] {
  const { name, minimum, maximum } = contract.pageSize;
  const half = Math.floor((minimum + maximum) / 2);
  const within = [
    { name: 'smallest page', size: minimum },
    { name: 'page of two', size: minimum + 1 },
    { name: 'half of the largest page', size: half },
    { name: 'one below the maximum', size: maximum - 1 },
    { name: 'largest page', size: maximum },
  ];
  return [
    defineStanding({
      requirement: 'pagination.page-size-bounds',
      name: 'every answer',
      provoke: (session) => session.send('listUsers', { query: { [name]: minimum } }),
      inspect: pageWithinSize,
    }),
    ...within.flatMap((row) => {
      // With startIndex, so that leaving it out is judged in one place only.
      const probe = (session: Session) => beside(session, { query: { startIndex: 1, [name]: row.size } });
      return [
        defineCase({
          requirement: 'pagination.page-size-bounds',
          name: row.name,
          probe,
          expect: pageOfAtMost(row.size),
        }),
        defineCase({
          requirement: 'pagination.walk-reaches-total',
          name: `begins, ${row.name}`,
          probe,
          expect: walkBegins,
        }),
      ];
    }),
    ...sizesOutside(contract).map((row) =>
      defineCase({
        requirement: 'pagination.page-size-outside',
        name: row.name,
        probe: (session) => beside(session, { query: { [name]: row.value } }),
        expect: refusedOrClamped(maximum),
      }),
    ),
    ...MALFORMED_NUMBERS.map((row) =>
      defineCase({
        requirement: 'pagination.page-size-malformed',
        name: row.name,
        probe: (session) => beside(session, { query: { [name]: row.value } }),
        expect: refusedOrDefault(maximum),
      }),
    ),
    defineCase({
      requirement: 'pagination.page-size-malformed',
      name: 'name without a value',
      probe: (session) => beside(session, { rawQuery: name }),
      expect: refusedOrDefault(maximum),
    }),
    defineCase({
      requirement: 'pagination.page-size-default',
      name: 'no page size',
      probe: (session) => session.send('listUsers'),
      expect: defaultPage(maximum),
    }),
    ...nameCases(contract),
    ...optionalCases(name),
  ];
}

/** Repeated, and under the name another revision uses. */
function nameCases(contract: Contract): readonly Case[] {
  const { name, maximum } = contract.pageSize;
  const other = otherSizeName(contract);
  const repeated = [
    { name: 'page size twice, different', rawQuery: `${name}=2&${name}=3` },
    { name: 'page size twice, equal', rawQuery: `${name}=2&${name}=2` },
    { name: 'page size twice, one malformed', rawQuery: `${name}=2&${name}=ten` },
    { name: 'startIndex twice, different', rawQuery: 'startIndex=1&startIndex=2' },
    { name: 'startIndex twice, equal', rawQuery: 'startIndex=2&startIndex=2' },
  ];
  return [
    ...repeated.map((row) =>
      defineCase({
        requirement: 'pagination.repeated-parameter',
        name: row.name,
        probe: (session) => beside(session, { rawQuery: row.rawQuery }),
        expect: noServerErrorWithin(maximum),
      }),
    ),
    defineCase({
      requirement: 'pagination.other-page-size-name',
      name: 'the other name alone',
      probe: (session) => beside(session, { query: { [other]: 2 } }),
      expect: otherNameAlone(2),
    }),
    defineCase({
      requirement: 'pagination.both-page-size-names',
      name: 'both names',
      probe: (session) => beside(session, { query: { [name]: 2, [other]: 3 } }),
      expect: bothNames(2, 3),
    }),
  ];
}

function optionalCases(size: string): readonly Case[] {
  const rows = [
    { name: 'no parameters', query: {} },
    { name: 'page size alone', query: { [size]: 2 } },
    { name: 'startIndex alone', query: { startIndex: 1 } },
    { name: 'both', query: { startIndex: 1, [size]: 2 } },
  ];
  return rows.map(({ name, query }) =>
    defineCase({
      requirement: 'pagination.parameters-optional',
      name,
      probe: (session) => session.send('listUsers', { query }),
      expect: isAnswered,
    }),
  );
}
