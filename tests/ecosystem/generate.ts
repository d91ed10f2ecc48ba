/**
 * What other people's tools want of the contract: TypeScript types for those who write a client, and a collection for those
 * who click. Both are generated from the derived schemas and the bundled OpenAPI document, and nothing else.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { repositoryPath } from '../../src/contract/yaml.ts';
import type { Revision } from '../../src/model/requirement.ts';

const require = createRequire(import.meta.url);

/** One declaration file with a type for every schema of the revision. */
export async function typesOf(revision: Revision): Promise<string> {
  // Installed apart, so its own types are not always there.
  const { compile } = require('json-schema-to-typescript') as {
    compile(schema: object, name: string, options: object): Promise<string>;
  };
  const folder = repositoryPath('schemas', 'contract', revision);
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.schema.json'))
    .sort();
  const keyOf = (name: string) => name.replace('.schema.json', '');
  const properties = Object.fromEntries(names.map((name) => [keyOf(name), { $ref: name }]));
  const all = { type: 'object', additionalProperties: false, required: names.map(keyOf), properties } as const;
  return compile(all, 'SpendUserApi', {
    cwd: `${folder}/`,
    additionalProperties: false,
    bannerComment: `// Generated from schemas/contract/${revision} by "npm run ecosystem -- --write"; do not edit.`,
    style: { singleQuote: true, printWidth: 120 },
  });
}

/** The converter draws values by lot, through a function that its libraries keep: held still, equal documents give equal files. */
let drawn = 0;
function lotHeldStill(): number {
  drawn = (drawn * 16_807 + 11) % 2_147_483_647;
  return drawn / 2_147_483_647;
}

type Converted = { readonly result: boolean; readonly reason?: string; readonly output?: readonly { data: object }[] };
type Convert = (input: object, options: object, done: (error: unknown, converted: Converted) => void) => void;

/** A Postman collection, which Bruno and Insomnia import as well. */
export async function collectionOf(revision: Revision): Promise<string> {
  const data = readFileSync(repositoryPath('schemas', 'contract', revision, 'openapi.yaml'), 'utf8');
  const lot = Math.random;
  Math.random = lotHeldStill;
  drawn = 0;
  try {
    const { convertV2 } = require('openapi-to-postmanv2') as { convertV2: Convert };
    const options = { folderStrategy: 'Paths', parametersResolution: 'Example', enableOptionalParameters: false };
    const { result, reason, output } = await new Promise<Converted>((resolve, reject) => {
      convertV2({ type: 'string', data }, options, (error, converted) => (error ? reject(error) : resolve(converted)));
    });
    const [first] = output ?? [];
    if (!result || first === undefined) throw new Error(`no collection of revision ${revision}: ${reason}`);
    return `${JSON.stringify(withoutChance(first.data), null, 2)}\n`;
  } finally {
    Math.random = lot;
  }
}

/** The converter gives every item a new id each time; a generated file must not change by itself. */
function withoutChance(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutChance);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== 'id' && key !== '_postman_id');
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutChance(member)]));
}
