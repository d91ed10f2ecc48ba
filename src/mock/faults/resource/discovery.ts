/** Bugs in the endpoints that describe the service. They stand in `answer`, where a body is complete. */

import { URN } from '../../../contract/contract.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../../../model/json.ts';
import type { OperationId } from '../../../model/requirement.ts';
import { type Corruption, type Fault, withJson } from '../../fault.ts';
import { faultsOf, renamed, without } from './reach.ts';

const LATEST = ['2026-05'] as const;

/** Changes the body of one endpoint's success. */
function inBody(operation: OperationId, change: (body: Json) => Json): Corruption {
  return {
    answer: (answer, at) => {
      const concerned = at.operation === operation && answer.status === 200 && answer.payload.kind === 'json';
      return concerned && answer.payload.kind === 'json' ? withJson(answer, change(answer.payload.value)) : answer;
    },
  };
}

/** Changes each entry of a list, bare or in a list response. */
function inEntries(operation: OperationId, change: (entry: JsonObject) => Json): Corruption {
  const each = (list: Json): Json => (isArray(list) ? list.map((one) => (isObject(one) ? change(one) : one)) : list);
  return inBody(operation, (body) =>
    isObject(body) && body.Resources !== undefined ? { ...body, Resources: each(body.Resources) } : each(body),
  );
}

/** A success that says it is only part of one. */
function partial(operation: OperationId): Corruption {
  return {
    answer: (answer, at) => (at.operation === operation && answer.status === 200 ? { ...answer, status: 206 } : answer),
  };
}

/** Some list in which `schemas` is written as text. */
function wrapped(body: Json): Json {
  const list = isArray(body) ? body : (member(body, 'Resources') ?? []);
  return { schemas: URN.listResponse, Resources: list };
}

export const faults: readonly Fault[] = faultsOf([
  {
    id: 'form-fields-partial',
    rule: 'form-fields-answer',
    summary: 'Any answer that could be paged is marked as partial content.',
    wire: 'form fields come with 206',
    revisions: LATEST,
    corrupt: partial('listFormFields'),
  },
  {
    id: 'form-field-length-as-text',
    rule: 'form-fields-schema',
    summary: 'Lengths are written as text.',
    wire: 'maxLength is a string',
    revisions: LATEST,
    corrupt: inEntries('listFormFields', (field) =>
      field.maxLength === undefined ? field : { ...field, maxLength: String(field.maxLength) },
    ),
  },
  {
    id: 'form-field-names-capitalized',
    rule: 'form-field-names',
    summary: 'Members are spelt as the table of the documentation spells them.',
    wire: 'Id and Name instead of id and name',
    revisions: LATEST,
    corrupt: inEntries('listFormFields', (field) => renamed(renamed(field, 'id', 'Id'), 'name', 'Name')),
  },
  {
    id: 'form-fields-first-page',
    rule: 'form-fields-complete',
    summary: 'The list stops after its first fields.',
    wire: 'fewer form fields than totalResults says',
    revisions: LATEST,
    corrupt: inBody('listFormFields', (body) =>
      isObject(body) && isArray(body.Resources) ? { ...body, Resources: body.Resources.slice(0, -1) } : body,
    ),
  },
  {
    id: 'resource-types-partial',
    rule: 'resource-types-answer',
    seenAs: /answered 206/,
    summary: 'Any answer that could be paged is marked as partial content.',
    wire: 'resource types come with 206',
    corrupt: partial('listResourceTypes'),
  },
  {
    id: 'resource-types-schemas-as-text',
    rule: 'resource-types-shape',
    summary: 'The list response writes its schemas as text.',
    wire: 'schemas of the resource types is a string',
    corrupt: inBody('listResourceTypes', wrapped),
  },
  {
    id: 'resource-type-without-endpoint',
    rule: 'resource-type-members',
    summary: 'Resource types are described without their endpoint.',
    wire: 'a resource type lacks endpoint',
    corrupt: inEntries('listResourceTypes', (type) => without(type, 'endpoint')),
  },
  {
    id: 'resource-type-without-role',
    rule: 'resource-types-extensions',
    summary: 'The Role extension was never registered with the resource type.',
    wire: 'schemaExtensions lacks Role',
    corrupt: inEntries('listResourceTypes', (type) => ({
      ...type,
      schemaExtensions: (isArray(type.schemaExtensions) ? type.schemaExtensions : []).filter(
        (one) => member(one, 'schema') !== URN.role,
      ),
    })),
  },
  {
    id: 'schemas-partial',
    rule: 'schemas-answer',
    seenAs: /answered 206/,
    summary: 'Any answer that could be paged is marked as partial content.',
    wire: 'schemas come with 206',
    corrupt: partial('listSchemas'),
  },
  {
    id: 'schemas-schemas-as-text',
    rule: 'schemas-shape',
    summary: 'The list response writes its schemas as text.',
    wire: 'schemas of the list of schemas is a string',
    corrupt: inBody('listSchemas', wrapped),
  },
]);
