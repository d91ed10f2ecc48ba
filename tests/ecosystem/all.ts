/**
 * `npm run ecosystem [-- --write]`: other tools, held against our contract. Generates types and a collection and compares
 * them with what is kept in clients/, and lets Prism judge the mock while our suites run. Ends with 1 when anything differs.
 */

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createSchemaSet } from '../../src/contract/validators.ts';
import { repositoryPath } from '../../src/contract/yaml.ts';
import { DEFAULT_REVISION, REVISIONS, type Revision } from '../../src/model/requirement.ts';
import { collectionOf, typesOf } from './generate.ts';
import { servedByPrism, throughPrism } from './prism.ts';

/** What Prism says of requests that our cases send on purpose; the documents leave these open, so the mock may do it. */
const ON_PURPOSE: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: /^GET 200 request: /, why: 'spellings of the scheme and of the path are probed' },
  { pattern: /^\w+ 20\d request\/body/, why: 'an operation that must fail by itself is accepted with its request' },
  { pattern: /^\w+ 4\d\d response: Unable to match/, why: 'statuses that no document lists are permitted' },
];
/** A fault that Prism must see, or it sees nothing. */
const CONTROL = 'envelope-counts-as-text';

/** The table that describes an answer; what is left out is free. */
const BODIES: Readonly<Record<string, string>> = {
  listUsers: 'list-response',
  getUser: 'full-spend-user',
  getProvisionStatus: 'provision-status',
  listResourceTypes: 'resource-types',
  listSchemas: 'schemas',
  listFormFields: 'form-field-list-response',
};

const write = process.argv.includes('--write');
const room = mkdtempSync(join(tmpdir(), 'ecosystem-'));
const wrong: string[] = [];

for (const revision of REVISIONS) {
  const made = { 'types.d.ts': await typesOf(revision), 'postman-collection.json': await collectionOf(revision) };
  for (const [name, text] of Object.entries(made)) {
    const file = repositoryPath('clients', revision, name);
    if (write) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
      wrong.push(`clients/${revision}/${name} is not what the contract gives: npm run ecosystem -- --write`);
    }
  }
  for (const { operation, status, body } of await servedByPrism(revision)) {
    const said = status === 200 ? illegal(revision, operation, body) : `status ${status}`;
    if (said !== undefined) wrong.push(`Prism as a server of revision ${revision}, ${operation}: ${said}`);
  }
}

/** What is wrong with a body by the contract that judges; undefined where nothing is. */
function illegal(revision: Revision, operation: string, body: string): string | undefined {
  const table = BODIES[operation];
  if (table === undefined) return undefined;
  const valid = createSchemaSet(revision).validator(table);
  return valid(JSON.parse(body)) ? undefined : `${valid.errors?.[0]?.instancePath} ${valid.errors?.[0]?.message}`;
}

const passed = await throughPrism(DEFAULT_REVISION, room);
const found = passed.violations.filter((one) => !ON_PURPOSE.some(({ pattern }) => pattern.test(one)));
wrong.push(...found.map((one) => `Prism: ${one}`));
for (const { pattern, why } of ON_PURPOSE) {
  if (!passed.violations.some((one) => pattern.test(one))) wrong.push(`an exception that nothing needs: ${why}`);
}
const control = await throughPrism(DEFAULT_REVISION, room, ['--area', 'envelope'], [CONTROL]);
if (!control.violations.some((one) => /response\/body/.test(one)))
  wrong.push(`Prism does not see the fault ${CONTROL}`);

rmSync(room, { recursive: true, force: true });
for (const one of wrong) console.log(one);
console.log(`${passed.requests} requests through Prism, ${wrong.length} to look at`);
process.exitCode = wrong.length > 0 ? 1 : 0;
