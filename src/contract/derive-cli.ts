/**
 * `npm run derive`: writes schemas/contract from specs. With `-- --check` it writes nothing and fails on any difference,
 * naming each file. The rules of derivation are elsewhere; this file only knows where things lie.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from '../model/errors.ts';
import { REVISIONS } from '../model/requirement.ts';
import { bundleOpenApi } from './bundle.ts';
import { deriveSchemas } from './derive.ts';
import { loadTables } from './tables.ts';
import { repositoryPath } from './yaml.ts';

/** Path inside schemas/contract to text: everything that should lie there. */
export function derivedFiles(): ReadonlyMap<string, string> {
  const tables = loadTables();
  const files = new Map<string, string>();
  for (const revision of REVISIONS) {
    for (const [name, text] of deriveSchemas(tables, revision)) files.set(`${revision}/${name}`, text);
    files.set(`${revision}/openapi.yaml`, bundleOpenApi(revision));
  }
  return files;
}

/** Path inside schemas/contract to text: everything that does lie there. */
export function presentFiles(root: string): ReadonlyMap<string, string> {
  const present = new Map<string, string>();
  if (!existsSync(root)) return present;
  for (const revision of readdirSync(root).sort()) {
    for (const name of readdirSync(join(root, revision)).sort()) {
      present.set(`${revision}/${name}`, readFileSync(join(root, revision, name), 'utf8'));
    }
  }
  return present;
}

/** One line a difference; empty where nothing has drifted. */
export function drift(wanted: ReadonlyMap<string, string>, present: ReadonlyMap<string, string>): readonly string[] {
  const missing = [...wanted.keys()].filter((path) => !present.has(path)).map((path) => `missing    ${path}`);
  const changed = [...wanted].flatMap(([path, text]) => {
    const found = present.get(path);
    if (found === undefined || found === text) return [];
    const lines = text.split('\n');
    const line = found.split('\n').findIndex((one, index) => one !== lines[index]) + 1;
    return [`different  ${path}, first at line ${line === 0 ? lines.length : line}`];
  });
  const stale = [...present.keys()].filter((path) => !wanted.has(path)).map((path) => `not wanted ${path}`);
  return [...missing, ...changed, ...stale];
}

function write(root: string, wanted: ReadonlyMap<string, string>, present: ReadonlyMap<string, string>): number {
  for (const path of present.keys()) if (!wanted.has(path)) rmSync(join(root, path));
  const changed = [...wanted].filter(([path, text]) => present.get(path) !== text);
  for (const revision of REVISIONS) mkdirSync(join(root, revision), { recursive: true });
  for (const [path, text] of changed) writeFileSync(join(root, path), text);
  return changed.length;
}

function main(): void {
  const root = repositoryPath('schemas', 'contract');
  const wanted = derivedFiles();
  const present = presentFiles(root);
  if (!process.argv.includes('--check')) {
    console.log(`derive: ${wanted.size} files, ${write(root, wanted, present)} written`);
    return;
  }
  const differences = drift(wanted, present);
  if (differences.length === 0) {
    console.log(`derive: ${wanted.size} files, no drift`);
    return;
  }
  console.error(`schemas/contract does not follow from specs:\n  ${differences.join('\n  ')}\nRun: npm run derive`);
  process.exitCode = 1;
}

if (process.argv[1]?.endsWith('derive-cli.ts')) {
  try {
    main();
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 3;
  }
}
