/**
 * Loads the contract of one revision. Every part is read when it is first asked for and kept, because each worker of a
 * run loads its own contract. Knows no network and no case.
 */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContractError, didYouMean } from '../model/errors.ts';
import type { OperationId, Requirement, Revision } from '../model/requirement.ts';
import type { Citations, Contract, FilterMatrix, Operation, RoleFacts } from './contract.ts';
import { loadFilters } from './filters.ts';
import { loadOperations, type Operations } from './openapi.ts';
import { loadRegister, type Register } from './register.ts';
import { loadRoles } from './roles.ts';
import { createSchemaJudge } from './validators.ts';
import { repositoryPath } from './yaml.ts';

export { loadRegister } from './register.ts';

/** A value made on first use. */
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The derived schemas of a revision as they lie on disk, in order of their names. */
function schemaTexts(revision: Revision): readonly string[] {
  const folder = repositoryPath('schemas', 'contract', revision);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.schema.json'))
    .sort()
    .map((name) => `${name}\n${readFileSync(join(folder, name), 'utf8')}`);
}

/** Only what is cited: documents in the order of their file, rulings by number. */
function citationsOf(requirements: readonly Requirement[], { sources, rulings }: Register): Citations {
  const documents = new Set(requirements.map((one) => one.source.document));
  const numbers = new Set(requirements.flatMap((one) => one.rulings));
  return {
    documents: Object.fromEntries(
      sources.flatMap(({ id, title, date }) => (documents.has(id) ? [[id, { title, date }]] : [])),
    ),
    rulings: Object.fromEntries([...rulings].filter(([number]) => numbers.has(number))),
  };
}

function load(revision: Revision): Contract {
  const specs = repositoryPath('specs');
  const register = lazily<Register>(() => loadRegister(specs));
  const requirements = lazily(() => register().inRevision(revision));
  const citations = lazily(() => citationsOf(requirements(), register()));
  const byId = lazily(() => new Map(requirements().map((one) => [one.id, one])));
  const operations = lazily<Operations>(() => loadOperations(specs, revision));
  const filters = lazily<FilterMatrix>(() => loadFilters(specs, revision));
  const roles = lazily<RoleFacts>(() => loadRoles(specs, revision));
  const judge = lazily(() => createSchemaJudge(revision, operations().byId));
  const digest = lazily(() => {
    const { byId, pageSize } = operations();
    const parts = [revision, requirements(), [...byId.values()], pageSize, filters(), roles(), schemaTexts(revision)];
    return `sha256:${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
  });
  const operation = (id: OperationId): Operation => {
    const found = operations().byId.get(id);
    if (found === undefined) {
      throw new ContractError(`Revision ${revision} does not document the operation ${id}.`, 'Ask offers() first.');
    }
    return found;
  };
  const requirement = (id: string): Requirement => {
    const found = byId().get(id) ?? register().anywhere(id);
    if (found !== undefined) return found;
    const known = register().rows.map((row) => row.id);
    throw new ContractError(
      `There is no requirement "${id}".${didYouMean(id, known)}`,
      'List them with: spend-conformance requirements.',
    );
  };
  return {
    revision,
    get digest() {
      return digest();
    },
    get requirements() {
      return requirements();
    },
    get citations() {
      return citations();
    },
    requirement,
    offers: (id) => operations().byId.has(id),
    operation,
    get pageSize() {
      return operations().pageSize;
    },
    get filters() {
      return filters();
    },
    get roles() {
      return roles();
    },
    get schemaRequirements() {
      return judge().requirements;
    },
    judgeSchema: (exchange) => judge()(exchange),
  };
}

const loaded = new Map<Revision, Contract>();

/** The contract of a revision; the same value every time. */
export function loadContract(revision: Revision): Contract {
  const known = loaded.get(revision);
  if (known) return known;
  const contract = load(revision);
  loaded.set(revision, contract);
  return contract;
}
