/** How soon a run asks what it judges, beside how soon a bare Playwright starts its first test. Both from the start of the process. */

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { repositoryPath } from '../src/contract/yaml.ts';

const playwright = createRequire(import.meta.url).resolve('@playwright/test/cli');

function ended(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve) => {
    spawn(process.execPath, [...args], { stdio: 'ignore', env: { ...process.env, ...env } }).once('close', () =>
      resolve(),
    );
  });
}

/** Milliseconds until the first test of an empty run. */
export async function firstTestMs(room: string): Promise<number> {
  const stamp = join(room, 'first-test');
  const start = Date.now();
  await ended([playwright, 'test', '--config', repositoryPath('bench/empty/playwright.config.ts')], {
    BENCH_STAMP: stamp,
  });
  return Number(readFileSync(stamp, 'utf8')) - start;
}

/** Milliseconds until the second request: the first only asks whether there is ground to stand on. */
export async function firstExchangeMs(room: string): Promise<number> {
  let requests = 0;
  let at = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    if (requests === 2) at = Date.now();
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const start = Date.now();
  const flags = ['run', '--target', `http://127.0.0.1:${port}`, '--area', 'envelope', '--out', join(room, 'first')];
  await ended([repositoryPath('bin/spend-conformance.js'), ...flags], { SPEND_TOKEN: 'any-token' });
  server.close();
  return at - start;
}
