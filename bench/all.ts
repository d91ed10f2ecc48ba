/**
 * `npm run bench`: the figures the project promises, each as a ratio of two things measured in the same run. Prints a
 * table; it is no test and never fails a build.
 */

import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryPath } from '../src/contract/yaml.ts';
import { resolveSettings } from '../src/harness/settings.ts';
import { MOCK_TOKENS, TOKEN_VARIABLES } from '../src/harness/tokens.ts';
import type { ConformanceReport } from '../src/model/report.ts';
import { measureConvergence } from './convergence.ts';
import { firstExchangeMs, firstTestMs } from './first-exchange.ts';
import { measurePerExchange } from './per-exchange.ts';
import { runTree, type TreeRun } from './process-tree.ts';
import { measurePage, measureViews } from './report-page.ts';

const ROUNDS = 3;
const room = mkdtempSync(join(tmpdir(), 'spend-bench-'));
const playwright = createRequire(import.meta.url).resolve('@playwright/test/cli');
const rows: string[][] = [['what', 'measured', 'limit', '']];

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const add = (what: string, measured: number, limit: number, unit: string) =>
  rows.push([what, `${measured.toFixed(2)} ${unit}`, `${limit} ${unit}`, measured <= limit ? 'within' : 'OVER']);

const emptyRun = () =>
  runTree(process.execPath, [playwright, 'test', '--config', repositoryPath('bench/empty/playwright.config.ts')]);
// As a file, the way npx starts it: the options of Node are in its first line.
const conform = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  runTree(repositoryPath('bin/spend-conformance.js'), ['run', '--out', join(room, 'out'), ...args], env);

async function rounds(run: () => Promise<TreeRun>): Promise<{ wallMs: number; peakMb: number; last: TreeRun }> {
  const all: TreeRun[] = [];
  for (let round = 0; round < ROUNDS; round += 1) all.push(await run());
  const last = all.at(-1);
  if (!last) throw new Error('no round ran');
  return { wallMs: median(all.map((one) => one.wallMs)), peakMb: median(all.map((one) => one.peakMb)), last };
}

const empty = await rounds(emptyRun);
const green = await rounds(() => conform([]));
if (green.last.exitCode !== 0) console.error(green.last.stdout);
const report = JSON.parse(readFileSync(join(room, 'out', 'report.json'), 'utf8')) as ConformanceReport;

// Both targets stand outside the tool and are asked at the same pace, so that only the answers differ.
const notFound = createServer((_request, response) => response.writeHead(404).end());
await new Promise<void>((resolve) => notFound.listen(0, '127.0.0.1', resolve));
const mock = fork(repositoryPath('bin/spend-conformance.js'), ['mock'], { silent: true, execArgv: [] });
const mockUrl = await new Promise<string>((resolve) => {
  mock.stdout?.on('data', (chunk: Buffer) => resolve(/listening (\S+)/.exec(chunk.toString())?.[1] ?? ''));
});
const tokens = Object.fromEntries([...MOCK_TOKENS].map(([role, token]) => [TOKEN_VARIABLES.get(role) ?? '', token]));
const asked = (name: string, baseUrl: string) => {
  const file = join(room, `${name}.yaml`);
  writeFileSync(
    file,
    readFileSync(repositoryPath('targets/mock.yaml'), 'utf8').replace(/^baseUrl: .*$/m, `baseUrl: ${baseUrl}`),
  );
  return () => conform(['--target', file, '--allow-writes'], tokens);
};
const outside = await rounds(asked('green', mockUrl));
const red = await rounds(asked('red', `http://127.0.0.1:${(notFound.address() as AddressInfo).port}`));
notFound.close();

add('full run on the mock, all profiles, start included', green.wallMs / 1000, 10, 's');
rows.push(['  ... in empty Playwright runs', `${(green.wallMs / empty.wallMs).toFixed(2)} x`, 'none', '']);
add('run against a server that answers 404 to all, in green runs', red.wallMs / outside.wallMs, 2, 'x');
add('memory added to the process tree of an empty Playwright run', green.peakMb - empty.peakMb, 200, 'MB');

const settings = { ...resolveSettings({}, {}), out: room };
await measurePerExchange(settings, mockUrl);
const exchanges = [];
for (let round = 0; round < ROUNDS; round += 1) exchanges.push(await measurePerExchange(settings, mockUrl));
mock.kill();
const [exchange] = exchanges;
if (!exchange) throw new Error('no round ran');

const ratio = median(exchanges.map((one) => one.harnessMs / one.plainMs));
add('harness work for an exchange, in plain client exchanges', ratio, 2, 'x');
add('full walks of the list', exchange.fullWalks, 3, '');

const waiting = await measureConvergence(room);
add(`provisioning and consistency on the mock, ${waiting.subjects} subjects`, waiting.writingSeconds, 3, 's');
add('run on a tenant of 40 s convergence, in its longest chain', waiting.wholeSeconds / waiting.chainSeconds, 1.3, 'x');

const page = await measurePage(room);
if (page.openMs !== undefined) add('scripting to open report.html of 2,000 cases in Chromium', page.openMs, 200, 'ms');
if (page.filterMs !== undefined) add('scripting to filter it by text for the first time', page.filterMs, 200, 'ms');
add('report.html of 2,000 cases', page.megabytes, 5, 'MB');
add('all views of a run, in its wall time', (await measureViews(report, room)) / report.statistics.wallMs, 0.1, 'x');
const starts = { test: [] as number[], exchange: [] as number[] };
for (let round = 0; round < ROUNDS; round += 1) {
  starts.test.push(await firstTestMs(room));
  starts.exchange.push(await firstExchangeMs(room));
}
add(
  'first judged exchange, in first tests of a bare Playwright',
  median(starts.exchange) / median(starts.test),
  1.5,
  'x',
);

for (const row of rows) console.log(row.map((cell, index) => cell.padEnd([62, 14, 14, 6][index] ?? 0)).join(''));
console.log(
  `\n${report.statistics.cases} cases, ${report.statistics.requests} requests; exit code of the red run ${red.last.exitCode}`,
);
console.log(
  `per exchange: harness ${(exchange.harnessCpuMs / exchange.requests).toFixed(2)} ms CPU, plain ${(exchange.plainCpuMs / exchange.requests).toFixed(2)} ms CPU`,
);
console.log(`reading requests sent more than once: ${exchange.repeated.length}`);
for (const { request, times } of exchange.repeated.slice(0, 30))
  console.log(`  ${times} x ${request.method} ${request.url}`);
console.log(`medians of ${ROUNDS} rounds, Node ${process.version}, ${cpus().length} cores`);
rmSync(room, { recursive: true, force: true });
