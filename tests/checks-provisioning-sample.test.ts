import { describe, expect, test } from 'vitest';
import { URN } from '../src/contract/contract.ts';
import { loadContract } from '../src/contract/load.ts';
import type { JsonObject } from '../src/model/json.ts';
import { TOO_LARGE_BYTES } from '../suites/provisioning/limits.cases.ts';
import { sampleFrom } from '../suites/provisioning/sample.cases.ts';
import { spendUser } from './fixtures/provision-exchanges.ts';

const contract = loadContract('2024-03');
const custom = (id: string, value: string): JsonObject => spendUser({ customData: [{ id, value }] });

describe('values that a target is known to take', () => {
  test('come from the documents where nobody is listed', () => {
    const sample = sampleFrom([], contract);
    expect(sample).toMatchObject({
      country: 'US',
      stateProvince: 'WA',
      locale: 'en-US',
      currency: 'USD',
      approvers: [],
    });
    expect(new Set([sample.fields[0].id, sample.fields[1].id, sample.freeField]).size).toBe(3);
    expect(sample).toMatchObject({ rolesInUse: false });
  });

  test('come from one user, so that country and province fit', () => {
    const other = spendUser({ country: 'DE', stateProvince: null, locale: 'de-DE', reimbursementCurrency: 'EUR' });
    const whole = spendUser({ country: 'CA', stateProvince: 'ON', locale: 'en-CA', reimbursementCurrency: 'CAD' });
    expect(sampleFrom([other, whole], contract)).toMatchObject({ country: 'CA', stateProvince: 'ON', currency: 'CAD' });
  });

  test('of custom fields are simple ones, two different for a field', () => {
    const users = [
      custom('custom3', 'a "b"'),
      custom('custom3', 'one'),
      custom('custom5', 'x'),
      custom('custom5', 'y'),
    ];
    expect(sampleFrom(users, contract).fields[0]).toEqual({ id: 'custom5', first: 'x', second: 'y' });
  });

  test('of roles exclude nobody, need nothing and come with no entitlement', () => {
    const { roles } = sampleFrom([], contract);
    expect(roles).toHaveLength(2);
    const { exclusions, prerequisites, entitlementMapped } = contract.roles;
    const awkward = [...exclusions.flat(), ...prerequisites.map(({ code }) => code), ...Object.keys(entitlementMapped)];
    expect(awkward).not.toEqual(expect.arrayContaining([roles[0]]));
    const held = spendUser({}, { [URN.role]: { roles: roles.map((roleName) => ({ roleName })) } });
    expect(sampleFrom([held], contract).rolesInUse).toBe(true);
  });

  test('of approvers are listed users that somebody names', () => {
    const boss = { ...spendUser({}), id: 'BBBBBBBB-0000-4000-8000-000000000001' };
    const named = (value: string) => spendUser({}, { [URN.approver]: { report: [{ approver: { value } }] } });
    const users = [boss, named('bbbbbbbb-0000-4000-8000-000000000001'), named('cccccccc-0000-4000-8000-000000000002')];
    expect(sampleFrom(users, contract).approvers).toEqual(['bbbbbbbb-0000-4000-8000-000000000001']);
  });
});

test('the request above the limit is above it in every reading, and within the number of operations', () => {
  expect(TOO_LARGE_BYTES).toBeGreaterThan(450_000);
});
