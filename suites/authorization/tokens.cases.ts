/** No token, a bad one, another scheme: every operation answers 401. What comes along with the 401 is recorded. */

import { observedChallenge, unauthorized } from '../../src/checks/authorization.ts';
import { observedBody } from '../../src/checks/errors.ts';
import type { Contract } from '../../src/contract/contract.ts';
import { type Case, defineCase } from '../../src/harness/case.ts';
import { callOf, callsOf } from './calls.cases.ts';

const REFUSED_BY_ALL = [
  { requirement: 'authorization.missing-token', role: 'none', without: 'without a token' },
  { requirement: 'authorization.invalid-token', role: 'garbage', without: 'with a token that was never issued' },
  { requirement: 'authorization.other-scheme', role: 'wrong-scheme', without: 'with Basic credentials' },
] as const;

/** Authorization headers that carry no usable bearer token; each is tried on the list. */
const BROKEN_HEADERS = [
  { name: 'an empty token', value: 'Bearer' },
  { name: 'a token of one character', value: 'Bearer x' },
  { name: 'characters no token has', value: 'Bearer "{}"' },
  { name: 'a token of three empty parts', value: 'Bearer ..' },
  { name: 'two tokens', value: 'Bearer one two' },
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
    ...BROKEN_HEADERS.flatMap(({ name, value }) =>
      list.map(({ send }) =>
        defineCase({
          requirement: 'authorization.invalid-token',
          name,
          probe: (session) => send(session, 'none', { authorization: value }),
          expect: unauthorized(`with ${name}`),
        }),
      ),
    ),
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
