/** Allure's results: what a reader sees of a case, and that its history goes on from run to run. */

import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readReport } from '../src/gate/read-report.ts';
import { runCli } from './fixtures/run-cli.ts';

interface AllureResult {
  readonly name: string;
  readonly historyId: string;
  readonly status: string;
  readonly description?: string;
  readonly labels: readonly { readonly name: string; readonly value: string }[];
}

const room = mkdtempSync(join(tmpdir(), 'allure-'));

function resultsIn(out: string): readonly AllureResult[] {
  const folder = join(room, out, 'allure-results');
  return readdirSync(folder)
    .filter((name) => name.endsWith('-result.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as AllureResult);
}

const labelOf = (one: AllureResult, name: string) => one.labels.find((label) => label.name === name)?.value;
const run = (out: string, ...flags: string[]) =>
  runCli(['run', '--quiet', '--area', 'envelope', '--out', join(room, out), ...flags]);

test('requirement, level and verdict of each case, and one history over all runs', { timeout: 90_000 }, async () => {
  await run('green');
  const green = resultsIn('green');
  const cases = readReport(join(room, 'green')).requirements.flatMap((requirement) =>
    requirement.cases.map((one) => `${requirement.id} ${requirement.level} ${one.verdict} ${one.name}`),
  );
  const shown = green.map(
    (one) => `${labelOf(one, 'requirement')} ${labelOf(one, 'level')} ${labelOf(one, 'verdict')} ${one.name}`,
  );
  expect(shown.sort()).toEqual(cases.sort());
  expect(new Set(green.map((one) => one.historyId)).size).toBe(green.length);

  // Into the same folder: what the run before left there is gone, and the same case is the same test.
  await run('green', '--fault', 'envelope-page-number');
  const red = resultsIn('green');
  expect(red.map((one) => one.historyId).sort()).toEqual(green.map((one) => one.historyId).sort());
  const failed = red.filter((one) => one.status === 'failed');
  expect(failed.map((one) => labelOf(one, 'requirement'))).toEqual(['envelope.start-index-echoed']);
  const before = green.find((one) => one.historyId === failed[0]?.historyId);
  expect([before?.status, before?.description]).toEqual(['passed', failed[0]?.description]);
});
