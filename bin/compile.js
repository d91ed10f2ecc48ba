/**
 * The command line runs compiled sources, because a loader that compiles in memory costs a second and 40 MB of every
 * run. Nobody has to think of it: `dist/` is brought up to date whenever a source is newer than what it was made of.
 * An installed package ships `dist/` and no sources, and then nothing is compiled at all.
 */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const DIST = join(ROOT, 'dist');
const PROJECT = join(ROOT, 'tsconfig.build.json');
const STAMP = join(DIST, 'made-of');
/** Written by `prepare.js`. */
const COMMIT = join(DIST, 'commit');

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

/** What `dist/` would be made of now: every source with its size and time. */
function sourcesNow() {
  const sources = [...filesIn(join(ROOT, 'src')), ...filesIn(join(ROOT, 'suites'))];
  const hash = createHash('sha256');
  for (const file of [...sources, join(ROOT, 'playwright.config.ts'), PROJECT].sort()) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return { digest: hash.digest('hex'), assets: sources.filter((file) => !file.endsWith('.ts')) };
}

/** Compiles aside, then moves file by file: a command that runs from `dist/` at this moment never sees half a file. */
function compile({ digest, assets }) {
  const aside = `${DIST}.${process.pid}`;
  try {
    const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
    const { status, stdout, error } = spawnSync(process.execPath, [compiler, '-p', PROJECT, '--outDir', aside], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`the sources do not compile:\n${stdout ?? ''}${error?.message ?? ''}`);
    for (const file of assets) cpSync(file, join(aside, file.slice(ROOT.length)));
    const made = filesIn(aside).map((file) => file.slice(aside.length + 1));
    for (const file of made) {
      mkdirSync(dirname(join(DIST, file)), { recursive: true });
      renameSync(join(aside, file), join(DIST, file));
    }
    const current = new Set(made.map((file) => join(DIST, file)));
    for (const file of filesIn(DIST)) if (!current.has(file) && file !== COMMIT) rmSync(file, { force: true });
    writeFileSync(STAMP, digest);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Brings `dist/` up to date where there are sources, and gives the address of one of its modules. */
export function compiled(module) {
  if (existsSync(PROJECT)) {
    const now = sourcesNow();
    if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== now.digest) compile(now);
  }
  return new URL(`../dist/${module}`, import.meta.url).href;
}
