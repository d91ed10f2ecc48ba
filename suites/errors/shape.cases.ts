/**
 * The form of an error, judged on every error of the run, whoever provoked it. A table of rules: each stands once for
 * retrieval and once for provisioning, because two services answer. What the derived schemas judge is bound below.
 */

import { noInternals } from '../../src/checks/errors-internals.ts';
import type { Family } from '../../src/checks/errors-scope.ts';
import {
  documentedStatus,
  errorSchema,
  jsonBody,
  mediaType,
  noPayload,
  optionalMemberSchema,
  scimType,
  statusEquals,
} from '../../src/checks/errors-shape.ts';
import type { Inspect } from '../../src/checks/schema.ts';
import { type Case, defineStanding } from '../../src/harness/case.ts';
import { readErrors, writeErrors } from './calls.cases.ts';

const RULES: readonly { readonly rule: string; readonly inspect: (family: Family) => Inspect }[] = [
  { rule: 'json-body', inspect: jsonBody },
  { rule: 'status-equals', inspect: statusEquals },
  { rule: 'scim-type', inspect: scimType },
  { rule: 'media-type', inspect: mediaType },
  { rule: 'no-payload', inspect: noPayload },
  { rule: 'no-internals', inspect: noInternals },
  { rule: 'documented-status', inspect: documentedStatus },
];

/** Errors of the provisioning endpoints come from writes: those cases run where writes are allowed. */
const FAMILIES = [
  { family: 'retrieval', provoke: readErrors, writes: false },
  { family: 'provisioning', provoke: writeErrors, writes: true },
] as const;

const SCHEMAS = [
  { requirement: 'errors.retrieval-error-schema', schema: errorSchema, provoke: readErrors, writes: false },
  { requirement: 'errors.status-type-retrieval', schema: errorSchema, provoke: readErrors, writes: false },
  { requirement: 'errors.provisioning-error-schema', schema: errorSchema, provoke: writeErrors, writes: true },
  { requirement: 'errors.status-type-provisioning', schema: errorSchema, provoke: writeErrors, writes: true },
  { requirement: 'errors.concur-extension', schema: optionalMemberSchema, provoke: writeErrors, writes: true },
] as const;

export function shapeCases(): readonly Case[] {
  const name = 'every error';
  return [
    ...FAMILIES.flatMap(({ family, ...sending }) =>
      RULES.map(({ rule, inspect }) =>
        defineStanding({ requirement: `errors.${family}-${rule}`, name, inspect: inspect(family), ...sending }),
      ),
    ),
    ...SCHEMAS.map(({ schema, ...row }) => defineStanding({ ...row, name, inspect: schema(row.requirement) })),
  ];
}
