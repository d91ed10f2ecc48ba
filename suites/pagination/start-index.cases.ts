/** startIndex: positions within the result, before its beginning, behind its end, and values that are no position. */

import { refusedOrDefault, refusedWith400 } from '../../src/checks/paging.ts';
import {
  beginsAtOne,
  endAnsweredWith200,
  nothingBehindTheEnd,
  pageBeginsAt,
  refusedOrFirstPage,
  refusedOrNothing,
  totalUnchanged,
} from '../../src/checks/paging-position.ts';
import type { Contract } from '../../src/contract/contract.ts';
import { type Case, defineCase, type SendInput, type Session } from '../../src/harness/case.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { beside, MALFORMED_NUMBERS, sizesOutside } from './page-size.cases.ts';
import { firstPagesOf, movableCase, type Probed, readsAmong } from './second-look.cases.ts';

/** A page's request, worked out from the number of users. */
interface Position {
  readonly name: string;
  readonly at: (total: number) => number;
  /** undefined leaves the page size out. */
  readonly size?: number;
}

const INT32_MAX = 2 ** 31 - 1;
/** Too large for 32 bits, for a double, and for any integer. */
const HUGE = [
  { name: 'beyond 32 bits', value: String(2 ** 31) },
  { name: 'beyond a double', value: String(2 ** 53) },
  { name: 'thirty digits', value: '9'.repeat(30) },
] as const;
const BELOW_ONE = [
  { name: 'zero', value: '0' },
  { name: 'negative', value: '-1' },
] as const;

async function amongAll(session: Session, size: string, position: Position): Promise<Probed & { at: number }> {
  const population = await session.population();
  const at = Math.max(1, position.at(population.total));
  const input = { query: { startIndex: at, [size]: position.size } };
  const seen = await session.send('listUsers', input);
  return { seen, population, at, asked: [{ input, before: seen }] };
}

export function startIndexCases(contract: Contract): readonly Case[] {
  return [
    ...positionCases(contract),
    ...beyondEndCases(contract),
    ...totalCases(contract),
    ...belowOneCases(contract),
    ...unreadableCases(contract),
  ];
}

function positionCases(contract: Contract): readonly Case[] {
  const { maximum } = contract.pageSize;
  const positions: readonly Position[] = [
    { name: 'first', at: () => 1, size: 2 },
    { name: 'second', at: () => 2, size: 2 },
    { name: 'second with the default page size', at: () => 2 },
    { name: 'third page of two', at: () => 5, size: 2 },
    { name: 'across the edge of the largest page', at: () => maximum, size: 2 },
    { name: 'one before the last', at: (total) => total - 1, size: 5 },
    { name: 'last', at: (total) => total, size: 2 },
  ];
  return positions.map((position) =>
    movableCase({
      requirement: 'pagination.start-index-position',
      name: position.name,
      probe: (session) => placed(session, contract, position),
      reads: readsAmong,
      // A page that is refused behind a new end says no total itself; the first page of a walk does.
      repeat: ({ asked, population }) => [...asked, ...firstPagesOf(population.walks.slice(0, 1), contract)],
      expect: (probe) => pageBeginsAt(probe.at, position.size ?? maximum)(probe),
    }),
  );
}

/** A page that is not where the walks have it gets a second chance: a walk by its own size, as far as the page goes. */
async function placed(session: Session, contract: Contract, position: Position) {
  const { name, maximum } = contract.pageSize;
  const probe = await amongAll(session, name, position);
  const length = position.size ?? maximum;
  if (pageBeginsAt(probe.at, length)(probe).verdict !== 'fail') return probe;
  const plan = position.size === undefined ? {} : { size: position.size };
  const maxPages = Math.min(session.target.walkPages, Math.ceil(probe.at / length) + 2);
  return { ...probe, own: await session.walk({ ...plan, maxPages }) };
}

function beyondEnd(contract: Contract): readonly Position[] {
  const { maximum } = contract.pageSize;
  return [
    { name: 'one behind the last', at: (total) => total + 1, size: 2 },
    { name: 'one behind the last, default page size', at: (total) => total + 1 },
    { name: 'far behind the last', at: (total) => total + 10 * maximum, size: 2 },
    { name: 'largest 32-bit integer', at: () => INT32_MAX, size: 2 },
  ];
}

function beyondEndCases(contract: Contract): readonly Case[] {
  const { name: size } = contract.pageSize;
  return beyondEnd(contract).flatMap((position) => {
    const probe = (session: Session) => amongAll(session, size, position);
    const { name } = position;
    return [
      movableCase({
        requirement: 'pagination.beyond-end',
        name,
        probe,
        reads: readsAmong,
        repeat: ({ asked }) => asked,
        expect: (seen) => nothingBehindTheEnd(seen.at)(seen),
      }),
      defineCase({ requirement: 'pagination.beyond-end-status', name, probe, expect: endAnsweredWith200 }),
    ];
  });
}

function totalCases(contract: Contract): readonly Case[] {
  const { name: size, minimum, maximum } = contract.pageSize;
  const asked: readonly Position[] = [
    { name: 'smallest page', at: () => 1, size: minimum },
    { name: 'one below the maximum', at: () => 1, size: maximum - 1 },
    { name: 'default page size', at: () => 1 },
    { name: 'second position', at: () => 2, size: 2 },
    { name: 'last position', at: (total) => total, size: 2 },
    { name: 'behind the last', at: (total) => total + 1, size: 2 },
  ];
  return [
    ...asked.map((position) =>
      movableCase({
        requirement: 'pagination.total-stable',
        name: position.name,
        probe: (session) => amongAll(session, size, position),
        reads: readsAmong,
        repeat: ({ asked }) => asked,
        expect: totalUnchanged,
      }),
    ),
    movableCase({
      requirement: 'pagination.total-stable',
      name: 'the same page twice',
      probe: async (session) => ({
        population: await session.population(),
        seen: await session.send('listUsers', { query: { startIndex: 1, [size]: maximum }, fresh: true }),
      }),
      reads: readsAmong,
      expect: totalUnchanged,
    }),
  ];
}

/** A page beside the one that startIndex 1 gives. */
async function besideFirst(session: Session, query: SendInput['query'], size: Readonly<Record<string, number>>) {
  const [usual, other] = [{ query: { startIndex: 1, ...size } }, { query: { ...query, ...size } }];
  const population = await session.population();
  const first = await session.send('listUsers', usual);
  const seen = await session.send('listUsers', other);
  return {
    population,
    first,
    seen,
    asked: [
      { input: usual, before: first },
      { input: other, before: seen },
    ],
  };
}

function belowOneCases(contract: Contract): readonly Case[] {
  const { name: size } = contract.pageSize;
  return [
    ...BELOW_ONE.map((row) =>
      movableCase({
        requirement: 'pagination.start-index-below-one',
        name: row.name,
        reads: readsAmong,
        repeat: ({ asked }) => asked,
        probe: (session: Session) => besideFirst(session, { startIndex: row.value }, { [size]: 2 }),
        expect: refusedOrFirstPage,
      }),
    ),
    movableCase({
      requirement: 'pagination.start-index-default',
      name: 'no startIndex',
      reads: readsAmong,
      repeat: ({ asked }) => asked,
      probe: (session: Session) => besideFirst(session, {}, { [size]: 2 }),
      expect: beginsAtOne,
    }),
    movableCase({
      requirement: 'pagination.start-index-default',
      name: 'no parameters',
      reads: readsAmong,
      repeat: ({ asked }) => asked,
      probe: (session: Session) => besideFirst(session, {}, {}),
      expect: beginsAtOne,
    }),
  ];
}

function unreadableCases(contract: Contract): readonly Case[] {
  const { name: size, maximum } = contract.pageSize;
  return [
    ...MALFORMED_NUMBERS.map((row) =>
      defineCase({
        requirement: 'pagination.start-index-malformed',
        name: row.name,
        probe: (session) => beside(session, { query: { startIndex: row.value } }),
        expect: refusedOrDefault(maximum),
      }),
    ),
    ...HUGE.map((row) =>
      defineCase({
        requirement: 'pagination.start-index-huge',
        name: row.name,
        probe: (session) => beside(session, { query: { startIndex: row.value, [size]: 2 } }),
        expect: refusedOrNothing,
      }),
    ),
    defineCase({
      requirement: 'pagination.refusal-status',
      name: 'every refused value',
      probe: async (session) => ({
        plain: await session.send('listUsers'),
        seen: await everyOddValue(session, contract),
      }),
      expect: refusedWith400,
    }),
  ];
}

/** The answers to every value a server may refuse; the same requests as the cases above, so nothing is sent twice. */
async function everyOddValue(session: Session, contract: Contract): Promise<readonly Exchange[]> {
  const { name: size } = contract.pageSize;
  const queries = [
    ...sizesOutside(contract).map(({ value }) => ({ [size]: value })),
    ...MALFORMED_NUMBERS.flatMap(({ value }) => [{ [size]: value }, { startIndex: value }]),
    // A huge position lies behind the end, where a 404 has a rule of its own.
    ...BELOW_ONE.map(({ value }) => ({ startIndex: value, [size]: 2 })),
  ];
  return Promise.all(queries.map((query) => session.send('listUsers', { query })));
}
