/** The contract of each revision as the rest of the program sees it. */

import { tmpdir } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { loadContract, loadRegister } from '../src/contract/load.ts';
import { ContractError } from '../src/model/errors.ts';
import { REVISIONS, type Revision } from '../src/model/requirement.ts';

const here = process.cwd();
afterEach(() => process.chdir(here));

describe.each(REVISIONS)('the contract of %s', (revision) => {
  const contract = loadContract(revision);

  test('holds requirements that are all of this revision, sorted', () => {
    const ids = contract.requirements.map((one) => one.id);
    expect(ids.length).toBeGreaterThan(100);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(contract.requirements.filter((one) => !one.revisions.includes(revision))).toEqual([]);
  });

  test('owners of schema problems are requirements of the register', () => {
    expect(contract.schemaRequirements.length).toBeGreaterThan(0);
    for (const id of contract.schemaRequirements) expect(contract.requirement(id).id).toBe(id);
  });

  test('every document and ruling that a requirement cites is there in words, and no other', () => {
    const { documents, rulings } = contract.citations;
    expect(Object.keys(documents).sort()).toEqual(
      [...new Set(contract.requirements.map((one) => one.source.document))].sort(),
    );
    const cited = new Set(contract.requirements.flatMap((one) => one.rulings));
    expect(Object.keys(rulings).map(Number)).toEqual([...cited].sort((a, b) => a - b));
    for (const { title, text } of Object.values(rulings)) expect([title, text]).not.toContain('');
    for (const { text } of Object.values(rulings)) expect(text).not.toMatch(/^#/m);
  });

  test('every requirement about an operation speaks of one the revision documents', () => {
    const lost = contract.requirements.filter((one) => one.operation && !contract.offers(one.operation));
    expect(lost.map((one) => `${one.id} (${one.operation})`)).toEqual([]);
  });

  test('filters: nine attributes with eq and ne, each under its full path', () => {
    const { attributes, customData, unsupportedOperators, unfilterable } = contract.filters;
    expect(attributes).toHaveLength(9);
    expect(attributes.every((one) => one.operators.join() === 'eq,ne')).toBe(true);
    expect(attributes.map((one) => one.path)).toContain(
      'urn:ietf:params:scim:schemas:extension:spend:2.0:User:country',
    );
    expect(attributes.filter((one) => one.freeText).map((one) => one.name)).toEqual([
      'cashAdvanceAccountCode',
      'ledgerCode',
    ]);
    expect(customData.ids).toHaveLength(28);
    expect(customData.ids).toEqual(expect.arrayContaining(['custom1', 'custom22', 'orgUnit1', 'orgUnit6']));
    expect(unsupportedOperators).not.toEqual(expect.arrayContaining(['eq']));
    const paths = new Set(attributes.map((one) => one.path));
    expect(unfilterable.filter((path) => paths.has(path))).toEqual([]);
  });

  test('roles: codes stand once, and what refers to a role refers to a known one', () => {
    const { codes, exclusions, prerequisites, entitlementMapped } = contract.roles;
    const known = codes.map((one) => one.code);
    expect(known).toEqual([...new Set(known)].sort());
    const named = [...exclusions.flat(), ...prerequisites.flatMap((one) => [one.code, ...one.needs])];
    // The exclusion note of its sibling still names a code that the later tables dropped.
    const unknown = [...named, ...Object.keys(entitlementMapped)].filter((code) => !known.includes(code));
    expect(new Set(unknown)).toEqual(new Set(revision === '2021-03' ? [] : ['SHD_IMPORT_EXTRACT_ADMIN']));
  });

  test('the digest is a sha256 and does not change between loads', () => {
    expect(contract.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(loadContract(revision).digest).toBe(contract.digest);
  });
});

describe('what differs between revisions', () => {
  const each = <T>(of: (revision: Revision) => T) => REVISIONS.map(of);

  test('role codes, operators inside customData, digests', () => {
    expect(each((one) => loadContract(one).roles.codes.length)).toEqual([103, 96, 96]);
    expect(each((one) => loadContract(one).filters.customData.operators.includes('ne'))).toEqual([false, false, true]);
    expect(new Set(each((one) => loadContract(one).digest)).size).toBe(3);
    expect(each((one) => Object.keys(loadContract(one).roles.entitlementMapped).length)).toEqual([0, 3, 3]);
  });

  test('a role may be group-aware in one revision and not in another', () => {
    const aware = (code: string) =>
      each((one) => loadContract(one).roles.codes.find((role) => role.code === code)?.groupAware);
    expect(aware('STATEMENT_PROCESSOR_AUDITOR')).toEqual([true, false, false]);
    expect(aware('SHD_PAYROLL_ADMIN')).toEqual([undefined, false, false]);
  });
});

describe('asking for what is not there', () => {
  test('an unknown requirement is refused with the nearest one', () => {
    const contract = loadContract('2024-03');
    const [first] = contract.requirements;
    expect(() => contract.requirement(`${first?.id}x`)).toThrow(ContractError);
    expect(() => contract.requirement(`${first?.id}x`)).toThrow(`Did you mean "${first?.id}"?`);
  });

  test('an operation the revision does not document', () => {
    const contract = loadContract('2021-03');
    expect(contract.offers('listFormFields')).toBe(false);
    expect(() => contract.operation('listFormFields')).toThrow(
      'Revision 2021-03 does not document the operation listFormFields.',
    );
  });

  test('the working directory does not matter', () => {
    process.chdir(tmpdir());
    expect(loadRegister().rows.length).toBeGreaterThan(100);
  });
});
