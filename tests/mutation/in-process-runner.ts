/**
 * A test runner for Stryker that keeps all tests of the checks loaded in one process: a mutant is switched on, the tests
 * that reach it run, and it is switched off. A worker for each mutant would take a hundred times as long. The bundle is
 * loaded again for mutants of code that runs while modules load, and where a mutant left something behind in a cache.
 */

import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MutantCoverage } from '@stryker-mutator/api/core';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { build, type Metafile } from 'esbuild';
import type { CollectedTest } from './tests-in-process.ts';

/** Tests that call checks with exchanges made by hand; the others start servers, or are slow by design. */
const TESTS = /^(checks|resource|timelines)-.*\.test\.ts$/;
const SLOW = new Set(['checks-provisioning-run.test.ts', 'timelines-run.test.ts']);

/** What instrumented code reads and writes; its names are Stryker's. */
interface Instrumented {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: MutantCoverage | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

declare global {
  var __stryker__: Instrumented | undefined;
}

const instrumented: Instrumented = (() => {
  globalThis.__stryker__ ??= {};
  return globalThis.__stryker__;
})();

/** One file with the instrumented checks, the suites and the tests in it; everything else is imported as it is. */
async function bundleTests(root: string): Promise<{ readonly file: string; readonly graph: Metafile['inputs'] }> {
  const names = readdirSync(join(root, 'tests')).filter((name) => TESTS.test(name) && !SLOW.has(name));
  const load = names.map(
    (name) => `globalThis.collectedTests.file = 'tests/${name}';\nawait import('./tests/${name}');`,
  );
  const file = join(root, `tests-in-process-${process.env.STRYKER_MUTATOR_WORKER ?? '0'}.mjs`);
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    stdin: { contents: load.join('\n'), resolveDir: root },
    bundle: true,
    write: false,
    outfile: file,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    metafile: true,
    plugins: [
      {
        name: 'instrumented code only',
        setup(own) {
          own.onResolve({ filter: /^vitest$/ }, ({ importer }) =>
            importer.endsWith('tests-in-process.ts')
              ? { path: 'vitest', external: true }
              : { path: join(root, 'tests/mutation/tests-in-process.ts') },
          );
          own.onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) => {
            const target = resolve(resolveDir, path);
            const isOwn = /^\/(src\/checks|tests|suites)\//.test(target.slice(root.length));
            return { path: target, external: !isOwn };
          });
        },
      },
    ],
  });
  writeFileSync(file, outputFiles[0]?.text ?? '');
  return { file, graph: metafile.inputs };
}

/** The test files that import a file, however far down. */
function testsOf(graph: Metafile['inputs'], file: string): ReadonlySet<string> {
  const importers = new Map<string, string[]>();
  for (const [from, { imports }] of Object.entries(graph)) {
    for (const { path } of imports) importers.set(path, [...(importers.get(path) ?? []), from]);
  }
  const found = new Set([file]);
  for (const one of found) for (const importer of importers.get(one) ?? []) found.add(importer);
  return found;
}

const idOf = ({ file, name }: CollectedTest) => `${file}: ${name}`;

class InProcessRunner implements TestRunner {
  readonly #root = process.cwd();
  #file = '';
  #graph: Metafile['inputs'] = {};
  #tests: readonly CollectedTest[] = [];
  #loads = 0;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    const { file, graph } = await bundleTests(this.#root);
    this.#file = file;
    this.#graph = graph;
    this.#tests = await this.#load();
  }

  /** Loads the bundle anew, with whatever mutant is active. */
  async #load(): Promise<readonly CollectedTest[]> {
    const collection = { file: '', tests: [] };
    globalThis.collectedTests = collection;
    this.#loads += 1;
    await import(`${pathToFileURL(this.#file).href}?${this.#loads}`);
    return collection.tests;
  }

  async dryRun(): Promise<DryRunResult> {
    instrumented.activeMutant = undefined;
    instrumented.mutantCoverage = { static: {}, perTest: {} };
    this.#tests = await this.#load();
    const result = await this.#run(this.#tests, false);
    // The loaded code goes on counting into the same object; what is reported must not grow any more.
    return { ...result, mutantCoverage: structuredClone(instrumented.mutantCoverage) };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { testFilter, hitLimit, mutantActivation, sandboxFileName } = options;
    const reached = new Set(testFilter);
    const isReached =
      mutantActivation === 'static'
        ? this.#importers(sandboxFileName)
        : (one: CollectedTest) => testFilter === undefined || reached.has(idOf(one));
    const attempt = async (tests: readonly CollectedTest[]) =>
      determineHitLimitReached(instrumented.hitCount, hitLimit) ??
      (await this.#run(tests.filter(isReached), !options.disableBail));
    this.#switchOn(options);
    try {
      const result = await attempt(mutantActivation === 'static' ? await this.#load() : this.#tests);
      if (mutantActivation === 'static' || !(await this.#isSpoilt(result))) return toMutantRunResult(result);
      // Nothing that was remembered before may count for this mutant, nor what it left for the next.
      this.#switchOff();
      const fresh = await this.#load();
      this.#switchOn(options);
      const again = await attempt(fresh);
      this.#switchOff();
      this.#tests = await this.#load();
      return toMutantRunResult(again);
    } catch (error) {
      // The mutant keeps the tests from being loaded at all.
      return { status: 'killed', killedBy: [], failureMessage: String(error), nrOfTests: 0 } as MutantRunResult;
    } finally {
      this.#switchOff();
    }
  }

  #switchOn({ activeMutant, hitLimit }: MutantRunOptions): void {
    instrumented.hitCount = hitLimit === undefined ? undefined : 0;
    instrumented.hitLimit = hitLimit;
    instrumented.activeMutant = activeMutant.id;
  }

  #switchOff(): void {
    instrumented.activeMutant = undefined;
    instrumented.hitLimit = undefined;
  }

  /** Do tests that failed go on failing without the mutant? Then some cache still holds what a mutant made of it. */
  async #isSpoilt(result: DryRunResult): Promise<boolean> {
    if (result.status !== DryRunStatus.Complete) return true;
    this.#switchOff();
    const failed = new Set(result.tests.filter(({ status }) => status === TestStatus.Failed).map(({ id }) => id));
    for (const one of this.#tests.filter((test) => failed.has(idOf(test)))) {
      if ((await failureOf(one)) !== undefined) return true;
    }
    return false;
  }

  #importers(sandboxFileName: string): (one: CollectedTest) => boolean {
    const files = testsOf(this.#graph, sandboxFileName.slice(this.#root.length + 1));
    return ({ file }) => files.has(file);
  }

  async #run(tests: readonly CollectedTest[], bail: boolean) {
    const results: TestResult[] = [];
    for (const one of tests) {
      const id = idOf(one);
      instrumented.currentTestId = id;
      const startedAt = performance.now();
      const failure = await failureOf(one);
      const seen = {
        id,
        name: one.name,
        fileName: join(this.#root, one.file),
        timeSpentMs: performance.now() - startedAt,
      };
      results.push(
        failure === undefined
          ? { ...seen, status: TestStatus.Success }
          : { ...seen, status: TestStatus.Failed, failureMessage: failure },
      );
      if (bail && failure !== undefined) break;
    }
    instrumented.currentTestId = undefined;
    return { status: DryRunStatus.Complete as const, tests: results };
  }
}

async function failureOf(one: CollectedTest): Promise<string | undefined> {
  try {
    await one.run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function inProcessRunner(): TestRunner {
  return new InProcessRunner();
}
inProcessRunner.inject = [] as const;

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'in-process', inProcessRunner)];
