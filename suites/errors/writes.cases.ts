/** Writes that cannot be carried out: bodies that are no JSON, and media types that no document names. */

import { badRequest, noServerError, observedStatus } from '../../src/checks/errors.ts';
import type { Contract } from '../../src/contract/contract.ts';
import { type Case, defineCase } from '../../src/harness/case.ts';
import { BROKEN_JSON, NEARLY_JSON, nobody, sendBroken, writesOf } from './calls.cases.ts';

/** Content types for a body without operations; undefined leaves the header out. */
const CONTENT_TYPES = [
  { name: 'absent', type: undefined },
  { name: 'plain text', type: 'text/plain' },
  { name: 'XML', type: 'application/xml' },
  { name: 'a form', type: 'application/x-www-form-urlencoded' },
  { name: 'a multipart form without a boundary', type: 'multipart/form-data' },
  { name: 'no media type at all', type: 'json' },
  { name: 'JSON in an unknown charset', type: 'application/json; charset=klingon' },
] as const;

export function writeCases(contract: Contract): readonly Case[] {
  const offered = writesOf(contract);
  return [
    ...BROKEN_JSON.map((broken) =>
      defineCase({
        requirement: 'errors.malformed-json',
        name: `bulk, ${broken.name}`,
        probe: (session) => sendBroken(session, 'bulk', broken),
        expect: badRequest,
        writes: true,
      }),
    ),
    ...NEARLY_JSON.map(({ name, body }) =>
      defineCase({
        requirement: 'errors.nearly-json',
        name,
        probe: (session) => session.send('bulk', { body }),
        expect: observedStatus,
        writes: true,
      }),
    ),
    // A change of one user is left out: it is addressed by an id nobody has, and 404 would be as right as 400.
    ...offered
      .filter((operation) => operation === 'createUser')
      .map((operation) =>
        defineCase({
          requirement: 'errors.malformed-json',
          name: `${operation}, ${BROKEN_JSON[0].name}`,
          probe: (session) => sendBroken(session, operation, BROKEN_JSON[0]),
          expect: badRequest,
          writes: true,
        }),
      ),
    ...CONTENT_TYPES.map(({ name, type }) =>
      defineCase({
        requirement: 'errors.write-media-type',
        name: `bulk, ${name}`,
        probe: (session) => session.send('bulk', { body: {}, headers: { 'content-type': type } }),
        expect: noServerError(type === undefined ? 'no Content-Type' : `Content-Type: ${type}`),
        writes: true,
      }),
    ),
    ...offered
      .filter((operation) => operation !== 'bulk')
      .map((operation) =>
        defineCase({
          requirement: 'errors.write-media-type',
          name: `${operation}, plain text`,
          probe: (session) =>
            session.send(operation, { ...nobody(operation), body: {}, headers: { 'content-type': 'text/plain' } }),
          expect: noServerError('Content-Type: text/plain'),
          writes: true,
        }),
      ),
  ];
}
