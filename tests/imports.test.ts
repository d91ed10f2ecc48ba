/**
 * Who may import whom. The table is data; a forbidden import fails, and so does an exception that nothing needs any more.
 * Only direct imports count: a layer answers for what it names itself.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REPOSITORY } from '../src/contract/yaml.ts';

interface Layer {
  readonly name: string;
  /** Files of the layer; the first layer that matches a file owns it. */
  readonly files: RegExp;
  /** Files of this repository it may import. */
  readonly may: readonly RegExp[];
  /** Packages it may import; `node:` stands for all that Node brings along. */
  readonly packages: readonly string[];
}

const MODEL = /^src\/model\//;
const CONTRACT = /^src\/contract\//;
/** What the documents say. Not the derived schemas and not their validators: mock and judge share no rule. */
const CONTRACT_DATA = /^src\/contract\/(contract|load|tables|yaml)\.ts$/;
const CHECKS = /^src\/checks\//;
const HTTP = /^src\/http\//;
const HARNESS = /^src\/harness\/(?!test\.ts$)/;
const HARNESS_TEST = /^src\/harness\/test\.ts$/;
const MOCK = /^src\/mock\//;
const CASES = /^suites\/.*\.cases\.ts$/;
const REPORTERS = /^src\/reporters\//;
const PROOF = /^src\/proof\//;

const LAYERS: readonly Layer[] = [
  { name: 'model', files: MODEL, may: [MODEL], packages: [] },
  {
    name: 'contract',
    files: CONTRACT,
    may: [MODEL, CONTRACT],
    packages: ['ajv', 'ajv-formats', 'yaml', 'openapi-types', 'node:'],
  },
  { name: 'checks', files: CHECKS, may: [MODEL, CONTRACT, CHECKS], packages: [] },
  { name: 'http', files: HTTP, may: [MODEL, HTTP], packages: ['undici', 'oauth4webapi', 'node:'] },
  {
    name: 'harness/test.ts',
    files: HARNESS_TEST,
    may: [MODEL, CONTRACT, CHECKS, HTTP, HARNESS, MOCK],
    packages: ['@playwright/test', 'allure-js-commons', 'node:'],
  },
  {
    name: 'harness',
    files: HARNESS,
    may: [MODEL, CONTRACT, CHECKS, HTTP, HARNESS],
    packages: ['ajv', 'yaml', 'fastify', 'node:'],
  },
  {
    name: 'suites/*.cases.ts',
    files: CASES,
    may: [MODEL, CONTRACT, CHECKS, CASES, /^src\/harness\/case\.ts$/],
    packages: [],
  },
  { name: 'suites/*.suite.ts', files: /^suites\/[a-z]+\.suite\.ts$/, may: [HARNESS_TEST, CASES], packages: [] },
  {
    name: 'mock',
    files: MOCK,
    may: [MODEL, CONTRACT_DATA, MOCK],
    packages: ['fastify', 'scim2-parse-filter', 'node:'],
  },
  {
    name: 'proof',
    files: PROOF,
    may: [MODEL, CONTRACT, CHECKS, HTTP, HARNESS, MOCK, CASES, PROOF],
    packages: ['covertable', 'node:'],
  },
  {
    name: 'reporters/playwright',
    files: /^src\/reporters\/playwright-reporter\.ts$/,
    may: [MODEL, REPORTERS],
    packages: ['@playwright/test', 'node:'],
  },
  { name: 'reporters', files: REPORTERS, may: [MODEL, REPORTERS], packages: ['node:'] },
  {
    name: 'gate',
    files: /^src\/gate\//,
    may: [
      MODEL,
      /^src\/gate\//,
      /^src\/contract\/yaml\.ts$/,
      /^src\/harness\/(deviations|digest)\.ts$/,
      /^src\/reporters\/(format|facts|markdown|trend)\.ts$/,
    ],
    packages: ['ajv', 'ajv-formats', 'node:'],
  },
  {
    name: 'cli',
    files: /^src\/cli\//,
    may: [/^src\/(?!harness\/test\.ts$)/, CASES],
    packages: ['commander', '@bomb.sh/tab', '@playwright/test', 'node:'],
  },
  {
    name: 'playwright.config.ts',
    files: /^playwright\.config\.ts$/,
    may: [MODEL, /^src\/cli\//, REPORTERS],
    packages: ['@playwright/test', 'allure-playwright', 'node:'],
  },
];

/** Imports outside the table, each with its reason. */
const EXCEPTIONS: readonly { readonly file: string; readonly imports: string; readonly why: string }[] = [
  {
    file: 'src/harness/suites.ts',
    imports: 'suites/*.cases.ts',
    why: 'loads the case tables by their place; knows nothing else about them',
  },
];

interface Import {
  readonly file: string;
  /** A path of this repository, with `*` for what is only known at run time, or a package. */
  readonly target: string;
  readonly local: boolean;
}

/** A statement, `import x from 'y'` or `export * from 'y'`, or a call, `import('y')`. */
const SPECIFIER =
  /(?:^\s*(?:import|export)\b(?:[^'"`;=]*?\bfrom)?\s*|\b(?:import|require)\s*\(\s*)(['"`])([^'"`\n]+)\1/gm;

/** The code without comments, in which the words "import" and "from" are plain English. */
function code(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}

function importsOf(file: string): readonly Import[] {
  const text = code(readFileSync(`${REPOSITORY}${file}`, 'utf8'));
  return [...text.matchAll(SPECIFIER)].map((match) => {
    const specifier = (match[2] ?? '').replaceAll(/\$\{[^}]*\}/g, '*');
    if (!specifier.startsWith('.')) return { file, target: specifier, local: false };
    return { file, target: posix.join(posix.dirname(file), specifier), local: true };
  });
}

function packageOf(target: string): string {
  const bare = target.replace(/^node:/, '');
  if (target.startsWith('node:') || builtinModules.includes(bare)) return 'node:';
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}

function permitted(layer: Layer, { target, local }: Import): boolean {
  if (local) return layer.may.some((one) => one.test(target));
  return layer.packages.includes(packageOf(target));
}

function typescriptIn(folder: string): readonly string[] {
  return readdirSync(`${REPOSITORY}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`);
}

const files = ['playwright.config.ts', ...typescriptIn('src'), ...typescriptIn('suites')].sort();
const forbidden = files.flatMap((file) => {
  const layer = LAYERS.find((one) => one.files.test(file));
  return layer === undefined ? [] : importsOf(file).filter((one) => !permitted(layer, one));
});

describe('import directions', () => {
  test('every file belongs to a layer', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.filter((file) => !LAYERS.some((layer) => layer.files.test(file)))).toEqual([]);
  });

  test('no forbidden import', () => {
    const excepted = (one: Import) => EXCEPTIONS.some((two) => two.file === one.file && two.imports === one.target);
    expect(forbidden.filter((one) => !excepted(one)).map((one) => `${one.file} imports ${one.target}`)).toEqual([]);
  });

  test('no exception that nothing needs', () => {
    const needed = (two: (typeof EXCEPTIONS)[number]) =>
      forbidden.some((one) => one.file === two.file && one.target === two.imports);
    expect(EXCEPTIONS.filter((two) => !needed(two)).map((two) => `${two.file} -> ${two.imports}`)).toEqual([]);
  });

  test('the mock does not read what the judge judges by', () => {
    const reading = files.filter(
      (file) =>
        MOCK.test(file) &&
        /schemas\/contract|repositoryPath\('schemas'/.test(readFileSync(`${REPOSITORY}${file}`, 'utf8')),
    );
    expect(reading).toEqual([]);
  });
});

describe('the test itself', () => {
  test('it finds the imports of this very file', () => {
    const targets = importsOf('tests/imports.test.ts').map((one) => one.target);
    expect(targets).toEqual(['node:fs', 'node:module', 'node:path', 'vitest', 'src/contract/yaml.ts']);
  });

  const layer = (name: string): Layer => {
    const found = LAYERS.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no layer ${name}`);
    return found;
  };

  test.each([
    ['checks', 'src/mock/server.ts', true, false],
    ['checks', 'src/model/json.ts', true, true],
    ['checks', '@playwright/test', false, false],
    ['mock', 'src/contract/load.ts', true, true],
    ['mock', 'src/contract/validators.ts', true, false],
    ['mock', 'src/checks/walk.ts', true, false],
    ['suites/*.cases.ts', 'src/harness/case.ts', true, true],
    ['suites/*.cases.ts', 'src/harness/engine.ts', true, false],
    ['model', 'node:fs', false, false],
    ['contract', 'ajv/dist/2020.js', false, true],
    ['reporters', '@playwright/test/reporter', false, false],
  ])('%s importing %s', (name, target, local, verdict) => {
    expect(permitted(layer(name), { file: '', target, local })).toBe(verdict);
  });
});
