/** No token, a bad one, another scheme: every operation answers 401. What comes along with the 401 is recorded. */

import { observedChallenge, unauthorized, unauthorizedOrMalformed } from '../../src/checks/authorization.ts';
import { observedBody } from '../../src/checks/errors.ts';
import type { Contract } from '../../src/contract/contract.ts';
import { type Case, defineCase } from '../../src/harness/case.ts';
import { callOf, callsOf } from './calls.cases.ts';

const REFUSED_BY_ALL = [
  { requirement: 'authorization.missing-token', role: 'none', without: 'without a token' },
  { requirement: 'authorization.invalid-token', role: 'garbage', without: 'with a token that was never issued' },
  { requirement: 'authorization.other-scheme', role: 'wrong-scheme', without: 'with Basic credentials' },
] as const;

/** Well-formed tokens that nobody can hold; each is tried on the list. */
const IMPOSSIBLE_TOKENS = [
  { name: 'a token of one character', value: 'Bearer x' },
  { name: 'a token of three empty parts', value: 'Bearer ..' },
] as const;

/** Authorization headers from which no bearer token can be read. */
const MALFORMED = [
  { name: 'an empty token', value: 'Bearer' },
  { name: 'characters no token has', value: 'Bearer "{}"' },
  { name: 'two tokens', value: 'Bearer one two' },
  { name: 'a token without a scheme', value: 'conformance' },
] as const;

export function tokenCases(contract: Contract): readonly Case[] {
  const calls = callsOf(contract);
  const list = callOf(contract, 'listUsers');
  return [
    ...REFUSED_BY_ALL.flatMap(({ requirement, role, without }) =>
      calls.map(({ operation, writes, send }) =>
        defineCase({
          requirement,
          name: operation,
          probe: (session) => send(session, role),
          expect: unauthorized(without),
          writes,
        }),
      ),
    ),
    ...list.flatMap(({ send }) => [
      ...IMPOSSIBLE_TOKENS.map(({ name, value }) =>
        defineCase({
          requirement: 'authorization.invalid-token',
          name,
          probe: (session) => send(session, 'none', { authorization: value }),
          expect: unauthorized(`with ${name}`),
        }),
      ),
      ...MALFORMED.map(({ name, value }) =>
        defineCase({
          requirement: 'authorization.malformed-credentials',
          name,
          probe: (session) => send(session, 'none', { authorization: value }),
          expect: unauthorizedOrMalformed(name),
        }),
      ),
    ]),
    defineCase({
      requirement: 'authorization.missing-token',
      name: 'an unknown token in the query',
      probe: (session) => session.send('listUsers', { role: 'none', query: { access_token: 'none-that-was-issued' } }),
      expect: unauthorized('with an unknown token in the query alone'),
    }),
    ...list.flatMap(({ send }) =>
      (['none', 'garbage'] as const).flatMap((role) => [
        defineCase({
          requirement: 'authorization.challenge',
          name: role,
          probe: (session) => send(session, role),
          expect: observedChallenge,
        }),
        defineCase({
          requirement: 'authorization.refusal-body',
          name: role,
          probe: (session) => send(session, role),
          expect: observedBody,
        }),
      ]),
    ),
  ];
}
