/**
 * `npm test`: everything that must hold before a change lands, one step after the other, all of them even when one
 * fails. Ends with one line over all tests: those of the harness, and the cases judged on the embedded mock.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryPath } from '../src/contract/yaml.ts';
import { REVISIONS } from '../src/model/requirement.ts';
import { findChromium } from './fixtures/browser.ts';

interface Count {
  readonly passed: number;
  readonly failed: number;
}

const room = mkdtempSync(join(tmpdir(), 'spend-conformance-'));
const bin = repositoryPath('bin/spend-conformance.js');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';

function run(title: string, command: string, args: readonly string[]): boolean {
  process.stdout.write(`\n== ${title}\n`);
  const { status } = spawnSync(command, args, { cwd: repositoryPath(), stdio: ['ignore', 'inherit', 'inherit'] });
  return status === 0;
}

/** A step without tests of its own counts as one. */
function step(title: string, command: string, args: readonly string[]): Count {
  return run(title, command, args) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** The tests of report.html want a browser. Where none can be had they say so themselves, and the rest still counts. */
function bringBrowser(): void {
  if (findChromium() !== undefined) return;
  const packages = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  const ways: readonly (readonly [string, readonly string[]])[] = packages
    ? [
        ['apt-get', ['update', '-qq']],
        ['apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']],
      ]
    : [[npx, ['playwright', 'install', 'chromium']]];
  for (const [command, args] of ways) run(`a browser for the tests of report.html: ${command}`, command, args);
}

function harnessTests(): Count {
  const file = join(room, 'vitest.json');
  const good = run('tests of the harness', npx, [
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
  const failed = numFailedTests ?? 0;
  // A file that cannot be loaded fails the run without failing a test.
  return { passed: numPassedTests ?? 0, failed: good ? failed : Math.max(1, failed) };
}

function conformance(revision: string): Count {
  const out = join(room, revision);
  const good = run(`conformance of the embedded mock, revision ${revision}`, process.execPath, [
    bin,
    'run',
    '--revision',
    revision,
    '--out',
    out,
  ]);
  if (!existsSync(join(out, 'report.json'))) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as {
    requirements: { cases: { verdict: string }[] }[];
  };
  const verdicts = report.requirements.flatMap((one) => one.cases.map((each) => each.verdict));
  const passed = verdicts.filter((one) => one === 'pass').length;
  const failed = verdicts.filter((one) => one === 'fail' || one === 'inconclusive').length;
  return { passed, failed: good ? failed : Math.max(1, failed) };
}

bringBrowser();
const counts = [
  step('format and lint', npx, ['biome', 'check', '.']),
  step('types', npx, ['tsc', '--noEmit']),
  step('derived files are current', npx, ['tsx', 'src/contract/derive-cli.ts', '--check']),
  step('every requirement has its case and its fault', process.execPath, [bin, 'trace', '--check']),
  harnessTests(),
  step('every fault is seen for its own reason, and nothing permitted is', npx, [
    'tsx',
    'src/proof/prove.ts',
    '--check',
  ]),
  ...REVISIONS.map(conformance),
  step('other tools on our contract: Prism, types, collection', npm, ['run', '--silent', 'ecosystem']),
];
rmSync(room, { recursive: true, force: true });

const sum = (of: (count: Count) => number) => counts.reduce((total, count) => total + of(count), 0);
const failed = sum((count) => count.failed);
process.stdout.write(`\n${sum((count) => count.passed)} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
