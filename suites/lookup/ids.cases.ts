/** Ids that name nobody: unknown, malformed, or of something that is no user. */

import { isNotFound, isRefused, type Refused, refusedWith } from '../../src/checks/lookup.ts';
import { type Contract, URN } from '../../src/contract/contract.ts';
import { type Case, defineCase, type SendInput, type Session } from '../../src/harness/case.ts';
import { type Exchange, jsonOf } from '../../src/model/exchange.ts';
import { notExercised } from '../../src/model/finding.ts';
import { at } from '../../src/model/json.ts';

/** Random once; nobody has them. */
const NOBODY = '3f9a1d52-7c64-4e0b-9b1e-52d7a80c64f3';
const NOBODY_BY_TIME = '5c1f0e80-9d7a-11ee-8c90-0242ac120002';

/** Ids that are no UUID. `raw` goes over the wire as it stands; else the id is percent-encoded. */
const MALFORMED = [
  { name: 'text', id: 'not-a-uuid' },
  { name: 'number', id: '12345' },
  { name: 'one digit short', id: NOBODY.slice(0, -1) },
  { name: 'one digit long', id: `${NOBODY}0` },
  { name: 'letter beyond f', id: `g${NOBODY.slice(1)}` },
  { name: 'nil UUID', id: '00000000-0000-0000-0000-000000000000' },
  { name: 'largest UUID', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' },
  { name: 'SQL characters', id: "' OR '1'='1" },
  { name: 'wildcard star', id: '*' },
  { name: 'wildcard percent', id: '%' },
  { name: 'broken percent-encoding', raw: '%zz' },
  { name: 'null byte', raw: `${NOBODY}%00` },
  { name: 'line break', raw: `${NOBODY}%0d%0a` },
  { name: 'non-ASCII', id: 'käse-ü' },
  { name: 'very long', id: 'a'.repeat(4_000) },
  { name: 'the word null', id: 'null' },
  { name: 'the word me', id: 'me' },
] as const;

/** How many listed users are tried before none counts as found. */
const CANDIDATES = 5;
/** Statuses by which HTTP itself refuses a request before the API sees it. */
const REFUSALS = [400, 404, 414, 431] as const;

/** The name of the id in the path of a lookup. */
export function idParameter(contract: Contract): string {
  return /\{([^}]+)\}/.exec(contract.operation('getUser').path)?.[1] ?? 'UserId';
}

export function idCases(contract: Contract): readonly Case[] {
  return [...unknownCases(contract), ...malformedCases(contract), ...otherResourceCases(contract)];
}

/** A listed user, and its lookup. */
interface Known {
  readonly id: string;
  readonly exchange: Exchange;
}

/**
 * A listed user who is found, with a letter in its id where there is one. Several are tried, so that one user who
 * cannot be read leaves the other rules something to stand on.
 */
export async function knownUser(session: Session, contract: Contract): Promise<Known | undefined> {
  const { users } = await session.population();
  return session.shared('a listed user who is found', async (own) => {
    const ids = users.flatMap(({ id }) => (typeof id === 'string' && id !== '' ? [id] : []));
    const lettered = ids.filter((id) => /[a-f]/i.test(id));
    const tried: Known[] = [];
    for (const id of spread(lettered.length > 0 ? lettered : ids)) {
      const exchange = await own.send('getUser', { path: { [idParameter(contract)]: id } });
      tried.push({ id, exchange });
      if (exchange.response.status === 200) return { id, exchange };
    }
    return tried[0];
  });
}

/** A few ids from all over the list, the first one first. */
function spread(ids: readonly string[]): readonly string[] {
  const step = Math.max(1, Math.ceil(ids.length / CANDIDATES));
  return ids.filter((_, index) => index % step === 0);
}

/** A lookup beside that of a listed user. */
async function besideKnown(session: Session, contract: Contract, input: SendInput): Promise<Refused> {
  const known = await knownUser(session, contract);
  return { known: known?.exchange, seen: await session.send('getUser', input) };
}

function unknownCases(contract: Contract): readonly Case[] {
  const name = idParameter(contract);
  const requirement = 'lookup.unknown-id';
  return [
    ...[
      { name: 'random UUID', id: NOBODY },
      { name: 'UUID of version 1', id: NOBODY_BY_TIME },
    ].map((row) =>
      defineCase({
        requirement,
        name: row.name,
        probe: (session) => besideKnown(session, contract, { path: { [name]: row.id } }),
        expect: isNotFound,
      }),
    ),
    defineCase({
      requirement,
      name: 'listed UUID with one digit changed',
      probe: async (session) => {
        const { byId } = await session.population();
        const known = await knownUser(session, contract);
        const id = neighbourOf(known?.id ?? NOBODY, byId);
        return besideKnown(session, contract, { path: { [name]: id } });
      },
      expect: isNotFound,
    }),
  ];
}

/** The id with another last digit, such that nobody of the list has it. */
function neighbourOf(id: string, taken: ReadonlyMap<string, unknown>): string {
  const others = [...'0123456789abcdef'].map((digit) => `${id.slice(0, -1)}${digit}`);
  return others.find((one) => one !== id.toLowerCase() && !taken.has(one) && !taken.has(one.toUpperCase())) ?? NOBODY;
}

function malformedInput(row: (typeof MALFORMED)[number], name: string): SendInput {
  return 'raw' in row ? { rawPath: { [name]: row.raw } } : { path: { [name]: row.id } };
}

function malformedCases(contract: Contract): readonly Case[] {
  const name = idParameter(contract);
  return [
    ...MALFORMED.map((row) =>
      defineCase({
        requirement: 'lookup.malformed-id',
        name: row.name,
        probe: (session) => besideKnown(session, contract, malformedInput(row, name)),
        expect: isRefused,
      }),
    ),
    defineCase({
      requirement: 'lookup.malformed-id-status',
      name: 'every malformed id',
      probe: (session) =>
        Promise.all(MALFORMED.map((row) => besideKnown(session, contract, malformedInput(row, name)))),
      expect: refusedWith(REFUSALS),
    }),
  ];
}

/**
 * The id of a provisioning request. It asks for a change of somebody who does not exist, so nobody is changed by it;
 * undefined where the server does not take such a request.
 */
async function provisionId(session: Session): Promise<string | undefined> {
  const patch = { op: 'replace', path: `${URN.spendUser}:ledgerCode`, value: 'DEFAULT' };
  const data = { schemas: [URN.patchOp], Operations: [patch] };
  const operation = { method: 'PATCH', path: `/Users/${NOBODY}`, bulkId: `${session.target.runPrefix}-lookup`, data };
  const sent = await session.send('bulk', { body: { schemas: [URN.bulkRequest], Operations: [operation] } });
  const id = sent.response.status === 202 ? at(jsonOf(sent), 'id') : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** Ids of things that exist, but are no users. */
function otherResourceCases(contract: Contract): readonly Case[] {
  const name = idParameter(contract);
  const requirement = 'lookup.other-resource';
  const rows = [
    { name: 'role code', id: contract.roles.codes[0]?.code ?? 'EXP_USER' },
    { name: 'custom data id', id: contract.filters.customData.ids[0] ?? 'custom1' },
    { name: 'schema URN', id: URN.spendUser },
  ];
  return [
    ...rows.map((row) =>
      defineCase({
        requirement,
        name: row.name,
        probe: (session) => besideKnown(session, contract, { path: { [name]: row.id } }),
        expect: isRefused,
      }),
    ),
    defineCase({
      requirement,
      name: 'company id',
      probe: async (session): Promise<Refused | undefined> => {
        const { companyId } = session.target.provisioning;
        return companyId === undefined ? undefined : besideKnown(session, contract, { path: { [name]: companyId } });
      },
      expect: (seen) => (seen ? isRefused(seen) : notExercised('the target file names no company id')),
    }),
    defineCase({
      requirement,
      name: 'provision id',
      writes: true,
      probe: async (session): Promise<Refused | undefined> => {
        const id = await provisionId(session);
        return id === undefined ? undefined : besideKnown(session, contract, { path: { [name]: id } });
      },
      expect: (seen) => (seen ? isRefused(seen) : notExercised('the server took no request about an unknown user')),
    }),
  ];
}
