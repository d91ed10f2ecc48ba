/**
 * Methods where only GET is documented. They are writes in form, so they run where writes are allowed; the body is
 * empty, single users are addressed by an id nobody has, and DELETE never goes to the whole list: a broken server
 * must not lose a tenant to its own conformance run.
 */

import { neverSucceeds, observedAllow, observedBody, observedStatus, refusedAsRuled } from '../../src/checks/errors.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import { UNKNOWN_ID } from './calls.cases.ts';

const PROBES = [
  { operation: 'listUsers', methods: ['POST', 'PUT', 'PATCH'] },
  { operation: 'getUser', methods: ['POST', 'PUT', 'PATCH', 'DELETE'] },
] as const;

const RULES = [
  { requirement: 'errors.unsupported-method', expect: neverSucceeds },
  { requirement: 'errors.unsupported-method-status', expect: refusedAsRuled },
  { requirement: 'errors.unsupported-method-body', expect: observedBody },
  { requirement: 'errors.allow-header', expect: observedAllow },
] as const;

type Probe = { readonly operation: 'listUsers' | 'getUser'; readonly method: string };

/** Sent once; every rule about it looks at the same answer. */
function sendOnce(session: Session, { operation, method }: Probe) {
  return session.shared(`${method} on ${operation}`, (own) =>
    own.send(operation, {
      method,
      ...(operation === 'getUser' && { path: { id: UNKNOWN_ID } }),
      ...(method !== 'DELETE' && { body: {} }),
    }),
  );
}

export function methodCases(): readonly Case[] {
  const probes = PROBES.flatMap(({ operation, methods }) => methods.map((method) => ({ operation, method })));
  const ruled = RULES.flatMap(({ requirement, expect }) =>
    probes.map((probe) =>
      defineCase({
        requirement,
        name: `${probe.method} on ${probe.operation}`,
        probe: (session) => sendOnce(session, probe),
        expect,
        writes: true,
      }),
    ),
  );
  return [
    ...ruled,
    defineCase({
      requirement: 'errors.provisioning-other-method',
      name: 'GET on bulk',
      probe: (session) => session.send('bulk', { method: 'GET' }),
      expect: observedStatus,
    }),
  ];
}
