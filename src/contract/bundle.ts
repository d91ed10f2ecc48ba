/**
 * One self-contained OpenAPI 3.1 document a revision, for other people's tools: the operations the revision documents,
 * each at its own path, with the derived schemas as components. Pure and deterministic: no clock, no order of its own.
 */

import type { OpenAPIV3_1 } from 'openapi-types';
import { stringify } from 'yaml';
import { ContractError } from '../model/errors.ts';
import { isArray, isObject, type Json, type JsonObject } from '../model/json.ts';
import { OPERATIONS, type Revision } from '../model/requirement.ts';
import { deriveSchemas } from './derive.ts';
import { type Examples, loadExamples } from './examples.ts';
import {
  type AuthoredOperation,
  memberOf,
  needed,
  OpenApiSource,
  parametersIn,
  pathsIn,
  scopesIn,
  statusesIn,
} from './openapi.ts';
import { loadTables } from './tables.ts';
import { json, repositoryPath } from './yaml.ts';

const HEADER = '# Derived from specs/openapi and specs/tables by "npm run derive"; do not edit.\n';

/** The host of the documents. */
const HOST = 'https://us2.api.concursolutions.com';

/** Keys that choose between revisions; nothing is left to choose in a bundle. */
const CHOICES = ['x-paths', 'x-revisions', 'x-status-revisions', 'x-added-scopes', 'x-role'];

/** Where the components of a bundle come from and which of them were asked for. */
interface Parts {
  readonly schemas: Map<string, Json>;
  readonly responses: Map<string, Json>;
  readonly headers: Map<string, Json>;
}

interface Context {
  readonly examples: Examples;
  readonly source: OpenApiSource;
  readonly revision: Revision;
  readonly derived: ReadonlyMap<string, string>;
  readonly parts: Parts;
}

/** `full-spend-user.schema.json` becomes `FullSpendUser`. */
function componentName(file: string): string {
  const stem = file.replace(/\.schema\.json$/, '');
  return stem.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function schemaComponent(file: string, context: Context): string {
  const name = componentName(file);
  if (!context.parts.schemas.has(name)) {
    const text = context.derived.get(file);
    if (text === undefined) {
      throw new ContractError(
        `specs/openapi refers to ${file}, which no table gives in revision ${context.revision}.`,
        'Add the table, or correct the $ref.',
      );
    }
    context.parts.schemas.set(name, null);
    context.parts.schemas.set(name, rewritten(parsedSchema(text), context));
  }
  return `#/components/schemas/${name}`;
}

function parsedSchema(text: string): Json {
  const value: JsonObject = JSON.parse(text);
  const { $schema: _dialect, ...schema } = value;
  return schema;
}

function sharedComponent(kind: 'responses' | 'headers', name: string, context: Context): string {
  const reached = context.parts[kind];
  if (!reached.has(name)) {
    const components = needed(context.source.file('components.yaml'), 'components');
    reached.set(name, null);
    reached.set(name, rewritten(json(needed(needed(components, kind), name)), context));
  }
  return `#/components/${kind}/${name}`;
}

/** A reference as it reads inside the bundle; what it leads to becomes a component. */
function reference(target: string, context: Context): string {
  const shared = /#\/components\/(responses|headers)\/(\w+)$/.exec(target);
  if (shared?.[1] === 'responses' || shared?.[1] === 'headers') {
    return sharedComponent(shared[1], shared[2] ?? '', context);
  }
  const file = /([a-z0-9-]+\.schema\.json)$/.exec(target)?.[1];
  if (file === undefined) throw new ContractError(`The reference ${target} cannot be bundled.`, 'Refer to a schema.');
  return schemaComponent(file, context);
}

function rewritten(value: Json, context: Context): Json {
  if (isArray(value)) return value.map((item) => rewritten(item, context));
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([key]) => !CHOICES.includes(key));
  return Object.fromEntries([
    ...members.map(([key, member]) => [
      key,
      key === '$ref' && typeof member === 'string' ? reference(member, context) : rewritten(member, context),
    ]),
    ...examplesOf(value, context),
  ]);
}

/** A body whose schema has an example shows it; other people's tools serve it. */
function examplesOf(value: JsonObject, { examples }: Context): readonly (readonly [string, Json])[] {
  const { schema } = value;
  const target = isObject(schema) && typeof schema.$ref === 'string' ? schema.$ref : '';
  const file = /([a-z0-9-]+\.schema\.json)$/.exec(target)?.[1];
  if (file === undefined || !examples.has(file)) return [];
  return [['examples', { legal: { $ref: `#/components/examples/${componentName(file)}` } }]];
}

/** The examples of schemas that the document holds, as components. */
function exampleComponents({ examples, parts }: Context): JsonObject {
  const shown = [...examples].flatMap(([file, value]) => {
    const name = componentName(file);
    return parts.schemas.has(name) ? [[name, { value }] as const] : [];
  });
  return sorted(new Map(shown));
}

function bundledOperation(authored: AuthoredOperation, others: readonly string[], context: Context): JsonObject {
  const { source, revision } = context;
  const statuses = [...statusesIn(authored, revision)].sort();
  const responses = needed(authored.at, 'responses');
  const body = memberOf(authored.at, 'requestBody');
  return {
    operationId: authored.id,
    summary: json(needed(authored.at, 'summary')),
    'x-family': json(needed(authored.at, 'x-family')),
    ...(others.length > 0 && { 'x-other-paths': others }),
    security: [{ companyToken: scopesIn(authored, revision) }],
    parameters: parametersIn(source, authored.at, revision).map((one) => rewritten(json(one), context)),
    ...(body && { requestBody: rewritten(json(body), context) }),
    responses: Object.fromEntries(
      statuses.map((status) => [status, rewritten(json(needed(responses, status)), context)]),
    ),
  };
}

function bundledPaths(context: Context): JsonObject {
  const paths = new Map<string, Record<string, Json>>();
  const authored = context.source.operations();
  for (const id of OPERATIONS) {
    const operation = authored.find((one) => one.id === id);
    const [path, ...others] = operation === undefined ? [] : pathsIn(operation, context.revision);
    if (operation === undefined || path === undefined) continue;
    const members = paths.get(path) ?? {};
    members[operation.method] = bundledOperation(operation, others, context);
    paths.set(path, members);
  }
  return Object.fromEntries(paths);
}

function sorted(parts: ReadonlyMap<string, Json>): JsonObject {
  return Object.fromEntries([...parts].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** The bundled document of a revision as YAML text. */
export function bundleOpenApi(revision: Revision): string {
  const info: OpenAPIV3_1.InfoObject = {
    title: 'Spend User API',
    version: revision,
    description:
      `The operations that the documents in force at ${revision} describe. Derived from specs/openapi and ` +
      'specs/tables by "npm run derive". Members that no table names are legal on the wire.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  };
  const servers: readonly OpenAPIV3_1.ServerObject[] = [
    {
      url: HOST,
      description: 'The host of the documents; any other may serve the API.',
    },
  ];
  const source = new OpenApiSource(repositoryPath('specs', 'openapi'));
  const context: Context = {
    source,
    examples: loadExamples(source, revision, HOST),
    revision,
    derived: deriveSchemas(loadTables(), revision),
    parts: { schemas: new Map(), responses: new Map(), headers: new Map() },
  };
  const paths = bundledPaths(context);
  const components = needed(context.source.file('components.yaml'), 'components');
  const document = {
    openapi: '3.1.0',
    info,
    servers,
    paths,
    components: {
      securitySchemes: json(needed(components, 'securitySchemes')),
      examples: exampleComponents(context),
      headers: sorted(context.parts.headers),
      responses: sorted(context.parts.responses),
      schemas: sorted(context.parts.schemas),
    },
  };
  return HEADER + stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
}
