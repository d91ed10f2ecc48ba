/** Other written forms of a listed id, paths beside the documented one, and attribute selection. */

import {
  harmless,
  isFoundInOtherCase,
  type Looked,
  type Refused,
  sameUserOrRefused,
  selectionTolerated,
} from '../../src/checks/lookup.ts';
import { type Contract, URN } from '../../src/contract/contract.ts';
import { type Case, defineCase, type SendInput, type Session } from '../../src/harness/case.ts';
import { type Finding, notExercised } from '../../src/model/finding.ts';
import { idParameter, knownUser } from './ids.cases.ts';

export function formCases(contract: Contract): readonly Case[] {
  return [...idFormCases(contract), ...pathCases(contract), ...selectionCases(contract)];
}

/** What a case about a listed id sends, made from that id. */
type FromId = (id: string, name: string) => SendInput;

async function aboutListed(session: Session, contract: Contract, input: FromId) {
  const listed = await knownUser(session, contract);
  if (listed === undefined) return undefined;
  const { id, exchange: known } = listed;
  const seen = await session.send('getUser', input(id, idParameter(contract)));
  return { id, known, seen };
}

const otherCase = (id: string) => (id === id.toUpperCase() ? id.toLowerCase() : id.toUpperCase());

function listedCase(
  contract: Contract,
  row: { requirement: string; name: string; input: FromId },
  expect: (probe: Looked & Refused) => Finding,
): Case {
  return defineCase({
    requirement: row.requirement,
    name: row.name,
    probe: (session) => aboutListed(session, contract, row.input),
    expect: (seen) => (seen ? expect(seen) : notExercised('the list showed no user')),
  });
}

function idFormCases(contract: Contract): readonly Case[] {
  const forms: readonly { readonly name: string; readonly input: FromId }[] = [
    { name: 'other case', input: (id, name) => ({ path: { [name]: otherCase(id) } }) },
    { name: 'urn:uuid form', input: (id, name) => ({ rawPath: { [name]: `urn:uuid:${id}` } }) },
    { name: 'urn:uuid form, colons encoded', input: (id, name) => ({ path: { [name]: `urn:uuid:${id}` } }) },
    { name: 'without hyphens', input: (id, name) => ({ path: { [name]: id.replaceAll('-', '') } }) },
    { name: 'in braces', input: (id, name) => ({ path: { [name]: `{${id}}` } }) },
    { name: 'space before', input: (id, name) => ({ path: { [name]: ` ${id}` } }) },
    { name: 'space after', input: (id, name) => ({ path: { [name]: `${id} ` } }) },
    { name: 'percent-encoded hyphens', input: (id, name) => ({ rawPath: { [name]: id.replaceAll('-', '%2D') } }) },
    { name: 'with a file extension', input: (id, name) => ({ path: { [name]: `${id}.json` } }) },
  ];
  return [
    ...forms.map((row) => listedCase(contract, { ...row, requirement: 'lookup.id-forms' }, sameUserOrRefused)),
    listedCase(
      contract,
      {
        requirement: 'lookup.upper-case-id',
        name: 'other case',
        input: (id, name) => ({ path: { [name]: otherCase(id) } }),
      },
      (probe) =>
        otherCase(probe.id) === probe.id ? notExercised('no listed id holds a letter') : isFoundInOtherCase(probe),
    ),
  ];
}

function pathCases(contract: Contract): readonly Case[] {
  const rows: readonly { readonly name: string; readonly input: FromId }[] = [
    { name: 'trailing slash', input: (id, name) => ({ path: { [name]: id }, pathSuffix: '/' }) },
    { name: 'encoded slash behind', input: (id, name) => ({ rawPath: { [name]: `${id}%2F` } }) },
    { name: 'encoded slash before', input: (id, name) => ({ rawPath: { [name]: `%2F${id}` } }) },
    { name: 'two slashes', input: (id, name) => ({ rawPath: { [name]: `/${id}` } }) },
    { name: 'extra segment', input: (id, name) => ({ path: { [name]: id }, pathSuffix: '/roles' }) },
    { name: 'extra encoded segment', input: (id, name) => ({ rawPath: { [name]: `${id}%2Froles` } }) },
    { name: 'dot segment', input: (id, name) => ({ rawPath: { [name]: `./${id}` } }) },
    { name: 'dot segments up and down', input: (id, name) => ({ rawPath: { [name]: `../Users/${id}` } }) },
    { name: 'encoded dot segments', input: (id, name) => ({ rawPath: { [name]: `%2e%2e%2fUsers%2f${id}` } }) },
    { name: 'matrix parameter', input: (id, name) => ({ rawPath: { [name]: `${id};v=1` } }) },
  ];
  return [
    ...rows.map((row) => listedCase(contract, { ...row, requirement: 'lookup.odd-path' }, harmless)),
    // The path without an id is the list's with a closing slash, and its answer is read as a list.
    defineCase({
      requirement: 'lookup.odd-path',
      name: 'empty id',
      probe: async (session) => {
        const looked = await aboutListed(session, contract, (id, name) => ({ path: { [name]: id } }));
        const seen = await session.send('listUsers', { pathSuffix: '/' });
        return looked && { ...looked, known: looked.seen, seen };
      },
      expect: (seen) => (seen ? harmless(seen) : notExercised('the list showed no user')),
    }),
  ];
}

function selectionCases(contract: Contract): readonly Case[] {
  const queries = [
    { name: 'attributes', query: { attributes: 'id' } },
    { name: 'attributes of an extension', query: { attributes: URN.approverLimit } },
    { name: 'excludedAttributes', query: { excludedAttributes: URN.userPreference } },
    { name: 'unknown attribute', query: { attributes: 'noSuchAttribute' } },
  ];
  return queries.map(({ name, query }) =>
    listedCase(
      contract,
      {
        requirement: 'lookup.attribute-selection',
        name,
        input: (id, parameter) => ({ path: { [parameter]: id }, query }),
      },
      selectionTolerated,
    ),
  );
}
