/** The endpoints that describe the service: role codes, form fields, resource types and schemas. */

import {
  answersJson,
  completeList,
  listsSpendExtensions,
  roleCodesSeen,
  schemaCount,
  userFields,
} from '../../src/checks/resource-discovery.ts';
import { schemaCase } from '../../src/checks/schema.ts';
import { type Case, defineCase, defineStanding, type Session } from '../../src/harness/case.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { OperationId } from '../../src/model/requirement.ts';

/** Judged by the derived schemas of the discovery answers. */
export const BY_SCHEMA: readonly { readonly rule: string; readonly operation: OperationId }[] = [
  { rule: 'form-fields-schema', operation: 'listFormFields' },
  { rule: 'form-field-names', operation: 'listFormFields' },
  { rule: 'resource-types-shape', operation: 'listResourceTypes' },
  { rule: 'resource-type-members', operation: 'listResourceTypes' },
  { rule: 'schemas-shape', operation: 'listSchemas' },
];

interface Row {
  readonly rule: string;
  readonly name: string;
  readonly operation: OperationId;
  readonly expect: (exchange: Exchange) => Finding;
}

const PROBES: readonly Row[] = [
  { rule: 'role-codes-answer', name: 'role codes', operation: 'listRoleCodes', expect: roleCodesSeen },
  { rule: 'form-fields-answer', name: 'form fields', operation: 'listFormFields', expect: answersJson },
  { rule: 'form-fields-complete', name: 'one answer', operation: 'listFormFields', expect: completeList },
  { rule: 'resource-types-answer', name: 'resource types', operation: 'listResourceTypes', expect: answersJson },
  {
    rule: 'resource-types-extensions',
    name: 'type of users',
    operation: 'listResourceTypes',
    expect: listsSpendExtensions,
  },
  { rule: 'schemas-answer', name: 'schemas', operation: 'listSchemas', expect: answersJson },
  { rule: 'schemas-contents', name: 'schemas', operation: 'listSchemas', expect: schemaCount },
];

async function formFieldsOfUser(session: Session): Promise<{ company: Exchange; user: Exchange | undefined }> {
  const company = await session.send('listFormFields');
  const [id] = [...(await session.population()).byId.keys()];
  return {
    company,
    user: id === undefined ? undefined : await session.send('listFormFields', { query: { userId: id } }),
  };
}

export function discoveryCases(): readonly Case[] {
  return [
    ...BY_SCHEMA.map(({ rule, operation }) =>
      defineStanding(schemaCase(`resource.${rule}`, (session: Session) => session.send(operation))),
    ),
    ...PROBES.map(({ rule, name, operation, expect }) =>
      defineCase({ requirement: `resource.${rule}`, name, probe: (session) => session.send(operation), expect }),
    ),
    defineCase({
      requirement: 'resource.form-fields-user',
      name: 'userId of a listed user',
      probe: formFieldsOfUser,
      expect: userFields,
    }),
  ];
}
