/**
 * Stands in for `vitest` where mutants are tried: `describe` and `test` only collect, so that thousands of mutants face
 * the same loaded tests without a worker for each. `expect` is vitest's own. Knows what the tests of checks use, no more.
 */

export { expect } from 'vitest';

export interface CollectedTest {
  readonly file: string;
  readonly name: string;
  readonly run: () => unknown;
}

/** Where the bundle of all tests finds this file's list, and names the file it is about to load. */
export interface Collection {
  file: string;
  readonly tests: CollectedTest[];
}

declare global {
  // A bundle that is loaded again collects into a list of its own.
  var collectedTests: Collection | undefined;
}

type Body = (...row: never[]) => unknown;
const groups: string[] = [];

function call(body: Body, row: unknown): unknown {
  return Reflect.apply(body, undefined, Array.isArray(row) ? row : [row]);
}

/** Rows are told apart by their position; vitest's own formatting of names is not needed here. */
const nameOf = (name: string, index: number) => `${name} #${index}`;

function collect(name: string, body: Body): void {
  globalThis.collectedTests?.tests.push({
    file: globalThis.collectedTests.file,
    name: [...groups, name].join(' > '),
    run: () => call(body, []),
  });
}

function group(name: string, body: Body, row: unknown = []): void {
  groups.push(name);
  call(body, row);
  groups.pop();
}

export const test = Object.assign(collect, {
  each: (rows: readonly unknown[]) => (name: string, body: Body) => {
    rows.forEach((row, index) => {
      collect(nameOf(name, index), () => call(body, row));
    });
  },
});
export const it = test;
export const describe = Object.assign((name: string, body: Body) => group(name, body), {
  each: (rows: readonly unknown[]) => (name: string, body: Body) => {
    rows.forEach((row, index) => {
      group(nameOf(name, index), body, row);
    });
  },
});
