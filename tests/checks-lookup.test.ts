import { describe, expect, it } from 'vitest';
import {
  harmless,
  hasSameId,
  isFound,
  isFoundInOtherCase,
  isNotFound,
  isRefused,
  refusedWith,
  sameUserOrRefused,
  selectionTolerated,
} from '../src/checks/lookup.ts';
import { asksForSecondLook, equalsListEntry } from '../src/checks/lookup-equality.ts';
import { pickUsers, USER_KINDS } from '../src/checks/lookup-kinds.ts';
import { URN } from '../src/contract/contract.ts';
import type { JsonObject } from '../src/model/json.ts';
import { lookedUp, page, populationOf, STARTED, soundWalk, user, walk } from './fixtures/list-exchanges.ts';

const id = 'a1b2';
const found = lookedUp(id, { body: user(id) });
const status = (code: number) => lookedUp(id, { status: code, body: {} });

describe('a listed user', () => {
  it('is found', () => {
    expect(isFound({ id, seen: found }).verdict).toBe('pass');
    expect(isFound({ id, seen: status(404) }).verdict).toBe('fail');
    expect(isFound({ id, seen: status(500) }).verdict).toBe('fail');
    expect(isFound({ id, seen: status(403) }).verdict).toBe('inconclusive');
  });

  it('has the id asked for, whatever its case', () => {
    expect(hasSameId({ id: 'A1B2', seen: found }).verdict).toBe('pass');
    expect(hasSameId({ id: 'c3d4', seen: found })).toMatchObject({ verdict: 'fail', problems: [{ pointer: '/id' }] });
    expect(hasSameId({ id, seen: lookedUp(id, { body: {} }) }).verdict).toBe('inconclusive');
    expect(hasSameId({ id, seen: status(404) }).verdict).toBe('not-exercised');
  });
});

describe('a user looked up, beside its list entry', () => {
  const population = populationOf([soundWalk(3, 2)]);
  const spend = (members: JsonObject, more: JsonObject = {}) => user(id, { [URN.spendUser]: members, ...more });
  const compare = (entry: JsonObject, body: JsonObject, again?: JsonObject) =>
    equalsListEntry({
      entry,
      seen: lookedUp(id, { body }),
      population,
      ...(again && { again: lookedUp(id, { body: again }) }),
    });

  it('may write what is unset in any form', () => {
    const entry = spend({ country: 'US', biManager: null, customData: [], cashAdvanceAccountCode: null });
    const body = spend(
      { country: 'US', customData: [{ id: 'custom1', value: '' }], cashAdvanceAccountCode: '' },
      { [URN.approver]: {}, [URN.payroll]: { adp: {} } },
    );
    expect(compare(entry, body)).toEqual({ verdict: 'pass' });
  });

  it('may order multi-valued members and schemas as it likes', () => {
    const one = { id: 'custom1', value: 'a' };
    const two = { id: 'custom2', value: 'b' };
    expect(compare(spend({ customData: [one, two] }), spend({ customData: [two, one] }, { schemas: ['x'] }))).toEqual({
      verdict: 'pass',
    });
    expect(compare(spend({ customData: [one, one] }), spend({ customData: [one] })).verdict).toBe('fail');
  });

  it('may add links, point elsewhere and write instants with more digits', () => {
    const entry = spend({ customData: [{ id: 'custom1', value: 'a' }] });
    const meta = { resourceType: 'User', lastModified: '2025-01-01T00:00:00.000Z', location: 'https://else/where' };
    expect(compare(entry, spend({ customData: [{ id: 'custom1', value: 'a', href: 'x' }] }, { meta }))).toEqual({
      verdict: 'pass',
    });
  });

  it('has the same values', () => {
    expect(compare(spend({ country: 'US' }), spend({ country: 'DE' }))).toMatchObject({
      verdict: 'fail',
      problems: [{ pointer: `/${URN.spendUser}/country`, expected: 'US', actual: 'DE' }],
    });
    expect(compare(spend({ testEmployee: false }), spend({})).verdict).toBe('fail');
    expect(compare(spend({}), spend({ ledgerCode: 'X' })).verdict).toBe('fail');
    expect(compare(spend({ ledgerCode: 'X' }), spend({ ledgerCode: '' })).verdict).toBe('fail');
  });

  it('is not compared where it is another user or none', () => {
    expect(compare(spend({}), user('other')).verdict).toBe('not-exercised');
    expect(equalsListEntry({ entry: spend({}), seen: status(404), population }).verdict).toBe('not-exercised');
    expect(equalsListEntry({ entry: spend({}), seen: lookedUp(id, { body: 'x' }), population }).verdict).toBe(
      'inconclusive',
    );
  });

  it('may have changed meanwhile, but not by being read', () => {
    const stamp = (time: number) => ({ meta: { lastModified: new Date(time).toISOString() } });
    const entry = spend({ country: 'US' });
    const changed = spend({ country: 'DE' }, stamp(STARTED + 1));
    expect(asksForSecondLook(entry, lookedUp(id, { body: changed }))).toBe(true);
    expect(asksForSecondLook(entry, lookedUp(id, { body: entry }))).toBe(false);
    expect(compare(entry, changed, changed)).toMatchObject({ reason: 'population-moved' });
    expect(compare(entry, changed, spend({ country: 'DE' }, stamp(STARTED + 900))).verdict).toBe('fail');
    const old = spend({ country: 'DE' }, stamp(STARTED - 86_400_000));
    expect(compare(entry, old, old).verdict).toBe('fail');
  });
});

describe('an id that names nobody', () => {
  const beside = (code: number) => ({ known: found, seen: status(code) });

  it('is unknown with 404 and nothing else', () => {
    expect(isNotFound(beside(404)).verdict).toBe('pass');
    for (const code of [200, 400, 410, 500]) expect(isNotFound(beside(code)).verdict).toBe('fail');
    expect(isNotFound(beside(403)).verdict).toBe('inconclusive');
  });

  it('is refused somehow where it is malformed', () => {
    expect(isRefused(beside(400))).toEqual({ verdict: 'pass', behaviour: 'refused with 400' });
    expect(isRefused(beside(403)).verdict).toBe('pass');
    for (const code of [200, 204, 500]) expect(isRefused(beside(code)).verdict).toBe('fail');
  });

  it('is refused with the statuses the rulings name', () => {
    expect(refusedWith([400, 404])([beside(404), beside(400)])).toMatchObject({ behaviour: '400 or 404' });
    expect(refusedWith([400, 404])([beside(404), beside(422)]).verdict).toBe('fail');
    expect(refusedWith([400, 404])([beside(403), beside(200)]).verdict).toBe('inconclusive');
  });

  it('proves nothing on a server that finds nobody', () => {
    const vain = { known: status(404), seen: status(404) };
    for (const check of [isNotFound, isRefused]) expect(check(vain).verdict).toBe('inconclusive');
    expect(refusedWith([404])([vain]).verdict).toBe('inconclusive');
    expect(isNotFound({ known: undefined, seen: status(404) }).verdict).toBe('inconclusive');
    for (const check of [sameUserOrRefused, isFoundInOtherCase, harmless]) {
      expect(check({ id, ...vain }).verdict).toBe('inconclusive');
    }
  });
});

describe('another way to write a listed id', () => {
  const probe = (body: JsonObject | undefined, code = 200) => ({
    id,
    known: found,
    seen: lookedUp('x', { status: code, ...(body && { body }) }),
  });

  it('finds that user or is refused', () => {
    expect(sameUserOrRefused(probe(user('A1B2')))).toMatchObject({ behaviour: 'finds the user' });
    expect(sameUserOrRefused(probe(user('urn:uuid:a1b2'))).verdict).toBe('pass');
    expect(sameUserOrRefused(probe({}, 404))).toMatchObject({ behaviour: 'refused with 404' });
    expect(sameUserOrRefused(probe(user('other'))).verdict).toBe('fail');
    expect(sameUserOrRefused(probe({}, 500)).verdict).toBe('fail');
    expect(sameUserOrRefused(probe({})).verdict).toBe('inconclusive');
  });

  it('in the other case finds that user', () => {
    expect(isFoundInOtherCase(probe(user(id))).verdict).toBe('pass');
    expect(isFoundInOtherCase(probe({}, 404)).verdict).toBe('fail');
    expect(isFoundInOtherCase(probe({}, 500)).verdict).toBe('inconclusive');
  });

  it('as a path may lead to the list, but to nobody else', () => {
    expect(harmless(probe(page([], 0)))).toMatchObject({ behaviour: 'answers as the list' });
    expect(harmless(probe(user(id)))).toMatchObject({ behaviour: 'finds the user' });
    expect(harmless(probe({}, 301))).toMatchObject({ behaviour: 'redirects with 301' });
    expect(harmless(probe({}, 404))).toMatchObject({ behaviour: 'refused with 404' });
    expect(harmless(probe(user('other'))).verdict).toBe('fail');
    expect(harmless(probe({}, 500)).verdict).toBe('fail');
  });

  it('with attribute selection may be ignored, honoured or refused', () => {
    const selected = (seen: typeof found) => selectionTolerated({ known: found, seen });
    expect(selected(lookedUp(id, { body: user(id) }))).toMatchObject({ behaviour: 'ignored' });
    expect(selected(lookedUp(id, { body: { id } }))).toMatchObject({ behaviour: 'changes the answer' });
    expect(selected(status(400))).toMatchObject({ behaviour: 'refused with 400' });
    expect(selected(status(500)).verdict).toBe('fail');
  });
});

describe('kinds of users', () => {
  const plain = user('plain', { [URN.spendUser]: { country: 'US' } });
  const rich = user('rich', {
    [URN.spendUser]: {
      country: 'US',
      ledgerCode: 'a"b',
      stateProvince: 'x&y',
      budgetCountryCode: null,
      testEmployee: true,
      nonEmployee: true,
      customData: [
        { id: 'custom1', value: '' },
        { id: 'custom2', value: 'é ' },
      ],
      biManager: { value: 'm' },
    },
    [URN.role]: { roles: [{ roleName: 'R', roleGroups: ['g'] }] },
    [URN.approver]: { report: [{}] },
    [URN.delegate]: { expense: [{}] },
    [URN.payroll]: { adp: { companyCode: 'c' } },
    [URN.invoicePreference]: { autoOpenImage: true },
    [URN.workflowPreference]: {},
  });

  it('have names that stay apart', () => {
    expect(new Set(USER_KINDS.map(({ name }) => name)).size).toBe(USER_KINDS.length);
  });

  it('are all found where the population has them, and none where it is empty', () => {
    const population = populationOf([walk([page([plain], 2), page([rich], 2, 2)], 1)]);
    const picked = pickUsers(population);
    expect([...picked.keys()]).toEqual(USER_KINDS.map(({ name }) => name));
    expect(picked.get('first of the list')).toBe(plain);
    expect(picked.get('most attributes')).toBe(rich);
    expect(picked.get('no custom data')).toBe(plain);
    expect(pickUsers(populationOf([soundWalk(0, 2)])).size).toBe(0);
  });
});
