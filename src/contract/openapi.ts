/**
 * Reads specs/openapi into the operations of one revision: paths, query parameters with bounds, statuses, scopes.
 * Schemas of bodies are not its business (bundle.ts and the derived schemas own them). An operation that names no path
 * for a revision is not documented there.
 */

import { dirname, join } from 'node:path';
import type { OpenAPIV3_1 } from 'openapi-types';
import { ContractError } from '../model/errors.ts';
import { OPERATIONS, type OperationId, REVISIONS, type Revision } from '../model/requirement.ts';
import type { Contract, Operation, QueryParameter } from './contract.ts';
import { holdsIn } from './revisions.ts';
import { entries, integer, items, type Located, oneOf, readYaml, refuse, text, texts } from './yaml.ts';

/** The files that hold operations; components.yaml is only referred to. */
export const OPENAPI_FILES = ['retrieval.yaml', 'provisioning.yaml', 'discovery.yaml'] as const;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const satisfies readonly `${OpenAPIV3_1.HttpMethods}`[];

/** One operation as authored, before a revision is chosen. */
export interface AuthoredOperation {
  readonly id: OperationId;
  readonly method: (typeof METHODS)[number];
  readonly at: Located;
}

/** The member of a map, if it is there. */
export function memberOf(at: Located, key: string): Located | undefined {
  return entries(at).find(([name]) => name === key)?.[1];
}

/** The member of a map, which must be there. */
export function needed(at: Located, key: string): Located {
  return memberOf(at, key) ?? refuse(at, `The key "${key}" is missing.`, `Add "${key}".`);
}

/** Reads every file of the folder once, whatever refers to it. */
export class OpenApiSource {
  readonly #files = new Map<string, Located>();
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  file(name: string): Located {
    const known = this.#files.get(name);
    if (known) return known;
    const loaded = readYaml(join(this.#folder, name));
    this.#files.set(name, loaded);
    return loaded;
  }

  /** Follows `$ref: components.yaml#/components/...`; anything else is returned as it is. */
  resolve(at: Located): Located {
    const reference = memberOf(at, '$ref');
    if (reference === undefined) return at;
    const [name = '', pointer = ''] = text(reference).split('#');
    let here = this.file(name === '' ? at.file.slice(dirname(at.file).length + 1) : name);
    for (const step of pointer.split('/').slice(1)) {
      here =
        memberOf(here, step) ??
        refuse(reference, `"${text(reference)}" leads nowhere.`, 'Refer to an entry of components.yaml.');
    }
    return here;
  }

  /** Every operation of every file, in the order of the files. */
  operations(): readonly AuthoredOperation[] {
    return OPENAPI_FILES.flatMap((name) =>
      entries(needed(this.file(name), 'paths')).flatMap(([, path]) =>
        entries(path).map(([key, at]) => ({
          id: oneOf(needed(at, 'operationId'), OPERATIONS, 'operation'),
          method: METHODS.find((one) => one === key) ?? refuse(at, `"${key}" is no method.`, METHODS.join(', '), true),
          at,
        })),
      ),
    );
  }
}

/** The revision's own path first, then other documented ones; empty where the revision has no such operation. */
export function pathsIn(operation: AuthoredOperation, revision: Revision): readonly string[] {
  const table = entries(needed(operation.at, 'x-paths'));
  for (const [key, at] of table) {
    if (!REVISIONS.some((one) => one === key)) refuse(at, `"${key}" is no revision.`, REVISIONS.join(', '), true);
  }
  const own = table.find(([key]) => key === revision)?.[1];
  return own === undefined ? [] : texts(own);
}

/** Parameters that exist in the revision, references followed. */
export function parametersIn(source: OpenApiSource, at: Located, revision: Revision): readonly Located[] {
  const listed = memberOf(at, 'parameters');
  if (listed === undefined) return [];
  return items(listed)
    .map((one) => source.resolve(one))
    .filter((one) => holdsIn(memberOf(one, 'x-revisions'), revision));
}

function queryParameter(at: Located): QueryParameter | undefined {
  if (text(needed(at, 'in')) !== 'query') return undefined;
  const schema = needed(at, 'schema');
  const minimum = memberOf(schema, 'minimum');
  const maximum = memberOf(schema, 'maximum');
  const words = memberOf(schema, 'enum');
  return {
    name: text(needed(at, 'name')),
    type: oneOf(needed(schema, 'type'), ['integer', 'string'], 'type'),
    ...(minimum && { minimum: integer(minimum) }),
    ...(maximum && { maximum: integer(maximum) }),
    ...(words && { enum: texts(words) }),
  };
}

/** Status keys (`200`, `4XX`, `default`) that the revision documents. */
export function statusesIn(operation: AuthoredOperation, revision: Revision): readonly string[] {
  const limited = memberOf(operation.at, 'x-status-revisions');
  return entries(needed(operation.at, 'responses'))
    .map(([status]) => status)
    .filter((status) => limited === undefined || holdsIn(memberOf(limited, status), revision));
}

/** Scopes that a token needs for the operation, all of them. */
export function scopesIn(operation: AuthoredOperation, revision: Revision): readonly string[] {
  const always = items(needed(operation.at, 'security')).flatMap((one) => texts(needed(one, 'companyToken')));
  const added = memberOf(operation.at, 'x-added-scopes');
  const here = added && memberOf(added, revision);
  return here === undefined ? always : [...always, ...texts(here)];
}

function operationIn(source: OpenApiSource, authored: AuthoredOperation, revision: Revision): Operation | undefined {
  const [path, ...otherPaths] = pathsIn(authored, revision);
  if (path === undefined) return undefined;
  return {
    id: authored.id,
    method: authored.method.toUpperCase(),
    path,
    otherPaths,
    parameters: parametersIn(source, authored.at, revision).flatMap((one) => queryParameter(one) ?? []),
    statuses: statusesIn(authored, revision)
      .filter((one) => /^\d{3}$/.test(one))
      .map(Number),
    family: oneOf(needed(authored.at, 'x-family'), ['retrieval', 'provisioning'], 'family'),
    scopes: scopesIn(authored, revision),
  };
}

function pageSizeIn(source: OpenApiSource, list: AuthoredOperation, revision: Revision): Contract['pageSize'] {
  const sizes = parametersIn(source, list.at, revision).filter((one) => memberOf(one, 'x-role')?.value === 'page-size');
  const [at] = sizes;
  if (at === undefined || sizes.length > 1) {
    return refuse(list.at, `${sizes.length} page-size parameters hold in ${revision}.`, 'Exactly one must.');
  }
  const { name, minimum, maximum } = queryParameter(at) ?? {};
  if ((name !== 'itemsPerPage' && name !== 'count') || minimum === undefined || maximum === undefined) {
    return refuse(at, 'The page-size parameter has no known name or no bounds.', 'Name it and give both bounds.');
  }
  return { name, minimum, maximum };
}

export interface Operations {
  readonly byId: ReadonlyMap<OperationId, Operation>;
  readonly pageSize: Contract['pageSize'];
}

/** The operations that the revision documents. */
export function loadOperations(specs: string, revision: Revision): Operations {
  const source = new OpenApiSource(join(specs, 'openapi'));
  const authored = source.operations();
  const missing = OPERATIONS.find((id) => authored.filter((one) => one.id === id).length !== 1);
  const list = authored.find((one) => one.id === 'listUsers');
  if (missing !== undefined || list === undefined) {
    throw new ContractError(
      `specs/openapi does not describe the operation "${missing ?? 'listUsers'}" exactly once.`,
      'Give every operation one entry with its operationId.',
    );
  }
  const known = authored.flatMap((one) => operationIn(source, one, revision) ?? []);
  return { byId: new Map(known.map((one) => [one.id, one])), pageSize: pageSizeIn(source, list, revision) };
}
