/** Envelope: what every list answer says about itself, judged on all of them, and a few answers asked for on purpose. */

import * as every from '../src/checks/envelope.ts';
import {
  emptyResources,
  extraMembers,
  isEmptyResult,
  type NoMatch,
  pagingMembersOfWhole,
} from '../src/checks/envelope-result.ts';
import { schemaCase } from '../src/checks/schema.ts';
import type { Contract } from '../src/contract/contract.ts';
import { type Case, defineCase, defineStanding, type Session } from '../src/harness/case.ts';

/** Nobody has this code; a filter on it shows an empty result. */
const NOBODYS_VALUE = 'no-such-value-7c1f';

export function cases(contract: Contract): readonly Case[] {
  return [...standingCases(contract), ...resultCases(contract)];
}

/** Rules of every list answer of the run. */
function standingCases(contract: Contract): readonly Case[] {
  const name = contract.pageSize.name;
  // Full pages and last ones, a result in one piece, pages that begin inside it, and an empty result: enough for every
  // rule when a case runs alone.
  const provoke = async (session: Session) => {
    await session.population();
    await session.send('listUsers');
    await session.send('listUsers', { query: { [name]: 2 } });
    await session.send('listUsers', { query: { startIndex: 2, [name]: 2 } });
    await withoutMatch(session, contract);
  };
  const rules = [
    { requirement: 'envelope.json-body', inspect: every.jsonBody },
    { requirement: 'envelope.media-type', inspect: every.jsonMediaType },
    { requirement: 'envelope.total-covers-page', inspect: every.totalCoversPage },
    { requirement: 'envelope.resources-present', inspect: every.resourcesPresent },
    { requirement: 'envelope.items-per-page', inspect: every.itemsPerPageIsLength },
    { requirement: 'envelope.start-index-echoed', inspect: every.startIndexEchoed },
    { requirement: 'envelope.paging-members', inspect: every.pagingMembersOnPartialPage },
  ];
  const owned = ['envelope.list-schema', 'envelope.counts-are-integers', 'envelope.total-results'];
  return [
    ...rules.map((rule) => defineStanding({ ...rule, name: 'every answer', provoke })),
    ...owned.map((id) => defineStanding({ ...schemaCase(id, provoke), name: 'every answer' })),
  ];
}

function resultCases(contract: Contract): readonly Case[] {
  const rows = [
    { requirement: 'envelope.empty-result', name: 'filter without a match', expect: isEmptyResult },
    { requirement: 'envelope.empty-result-resources', name: 'filter without a match', expect: emptyResources },
    { requirement: 'envelope.paging-members-whole', name: 'empty result', expect: pagingMembersOfWhole },
  ];
  return [
    ...rows.map((row) => defineCase({ ...row, probe: (session) => withoutMatch(session, contract) })),
    defineCase({
      requirement: 'envelope.extra-members',
      name: 'list without parameters',
      probe: (session) => session.send('listUsers'),
      expect: extraMembers,
    }),
  ];
}

/** The empty result of a filter, and the answer to its opposite. */
async function withoutMatch(session: Session, contract: Contract): Promise<NoMatch> {
  const { attributes } = contract.filters;
  const attribute = attributes.find((one) => one.freeText && one.operators.includes('eq')) ?? attributes[0];
  const filter = (operator: string) => `${attribute?.path ?? 'id'} ${operator} "${NOBODYS_VALUE}"`;
  const seen = await session.send('listUsers', { query: { filter: filter('eq') } });
  const opposite = attribute?.operators.includes('ne')
    ? await session.send('listUsers', { query: { [contract.pageSize.name]: 1, filter: filter('ne') } })
    : undefined;
  return { seen, opposite };
}
