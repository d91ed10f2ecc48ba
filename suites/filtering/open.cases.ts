/** Filters whose meaning nobody settled: null, the empty string, no filter at all, too much of it, quoted booleans. */

import { compare, type Literal, textOf } from '../../src/checks/filter/terms.ts';
import type { NothingToAsk } from '../../src/checks/filtering.ts';
import { type Answered, nobodyComes, noServerError, recorded } from '../../src/checks/filtering-answers.ts';
import { type Contract, URN } from '../../src/contract/contract.ts';
import { type Case, defineCase } from '../../src/harness/case.ts';
import { pass } from '../../src/model/finding.ts';
import { answer, answerText, groundFor, rawPage } from './asking.cases.ts';

/** Around what servers and gateways usually take: 8 KB of a URL, 16 KB of headers. */
const LENGTHS = [1_000, 7_000, 12_000, 30_000] as const;

const APPROVER_LISTS = ['authorizedApprover', 'costObjectApprover'] as const;

function unsetCases({ filters }: Contract): readonly Case[] {
  const { customData } = filters;
  const texts = filters.attributes.flatMap(({ name, path, freeText }) => {
    const values: readonly Literal[] = freeText ? [null, ''] : [null];
    return values.flatMap((value) =>
      (value === null ? ['eq', 'ne'] : ['eq']).map((operator) => ({
        name: `${name} ${operator} ${value === null ? 'null' : 'the empty string'}`,
        text: textOf(compare(path, operator, value)),
      })),
    );
  });
  const id = customData.ids[0] ?? 'custom1';
  const rows = [
    ...texts,
    { name: 'customData value eq null', text: `${customData.path}[id eq "${id}" and value eq null]` },
    { name: 'customData value eq the empty string', text: `${customData.path}[id eq "${id}" and value eq ""]` },
  ];
  return rows.map(({ name, text }) =>
    defineCase({
      requirement: 'filtering.null-and-empty',
      name,
      probe: (session) => answerText(session, text),
      expect: noServerError,
    }),
  );
}

function emptyCases(): readonly Case[] {
  const row = { requirement: 'filtering.empty-filter', expect: noServerError };
  return [
    { name: 'nothing behind the equals sign', encoded: '' },
    { name: 'one blank', encoded: '%20' },
    { name: 'an empty string literal', encoded: '%22%22' },
  ].map(({ name, encoded }) =>
    defineCase({
      ...row,
      name,
      probe: async (session) => ({ ground: await groundFor(session), exchange: await rawPage(session, encoded) }),
    }),
  );
}

function longCases({ filters }: Contract): readonly Case[] {
  const path = filters.attributes.find((one) => one.freeText)?.path ?? 'ledgerCode';
  return LENGTHS.map((length) =>
    defineCase({
      requirement: 'filtering.long-filter',
      name: `a value of ${length} characters`,
      probe: (session) =>
        session.orClosed<Answered | NothingToAsk>(() => answer(session, () => compare(path, 'eq', 'z'.repeat(length)))),
      expect: (seen) => ('closed' in seen ? pass('refused by closing the connection') : nobodyComes(seen)),
    }),
  );
}

function quotedCases({ filters }: Contract): readonly Case[] {
  const quoted = (value: Literal) => JSON.stringify(String(value));
  return filters.attributes
    .filter((one) => one.type === 'boolean')
    .flatMap(({ name, path }) =>
      [true, false].map((value) =>
        defineCase({
          requirement: 'filtering.quoted-booleans',
          name: `${name} eq ${value} in quotes`,
          probe: (session) =>
            answer(
              session,
              () => compare(path, 'eq', value),
              (filter) => textOf(filter, { literal: quoted }),
            ),
          expect: recorded,
        }),
      ),
    );
}

function approverLimitCases(): readonly Case[] {
  return APPROVER_LISTS.map((list) =>
    defineCase({
      requirement: 'filtering.approver-limit',
      name: list,
      probe: (session) =>
        answerText(session, `${URN.approverLimit}:${list}[approvalType eq "report" and approvalGroup eq "XYZ"]`),
      expect: recorded,
    }),
  );
}

export function openCases(contract: Contract): readonly Case[] {
  return [
    ...unsetCases(contract),
    ...emptyCases(),
    ...longCases(contract),
    ...quotedCases(contract),
    ...approverLimitCases(),
  ];
}
