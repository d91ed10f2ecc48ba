/**
 * Prism between our suites and the mock. Whatever the mock accepts must be legal by the bundled OpenAPI document, and
 * whatever it answers must fit it; what a case sends in order to be refused may be illegal, for that is its purpose.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, request as forward, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { loadContract } from '../../src/contract/load.ts';
import { repositoryPath } from '../../src/contract/yaml.ts';
import { MOCK_TOKENS, TOKEN_VARIABLES } from '../../src/harness/tokens.ts';
import { startMock } from '../../src/mock/server.ts';
import { OPERATIONS, type Revision } from '../../src/model/requirement.ts';

const prism = createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js');

interface Violation {
  readonly location: readonly string[];
  readonly message: string;
}

export interface Passed {
  readonly requests: number;
  /** Distinct ones, as `GET 200 response/body/startIndex: must be integer`. */
  readonly violations: readonly string[];
}

function listening(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

async function freePort(): Promise<string> {
  const server = createServer();
  const { port } = new URL(await listening(server));
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startPrism(command: 'mock' | 'proxy', revision: Revision, upstream: readonly string[] = []) {
  const port = await freePort();
  const document = repositoryPath('schemas', 'contract', revision, 'openapi.yaml');
  const child: ChildProcess = spawn(process.execPath, [prism, command, document, ...upstream, '-p', port]);
  child.stderr?.resume();
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => /Prism is listening/.test(chunk.toString()) && resolve());
    child.once('exit', () => reject(new Error(`Prism does not serve the document of ${revision}`)));
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}

/** Passes everything on as it is, and keeps what Prism says about it. */
function recorder(proxy: string, mock: string, seen: Set<string>, count: () => void): Server {
  return createServer((request, response) => {
    count();
    const { method = 'GET', url: path = '/', headers } = request;
    const { hostname, port } = new URL(isDecodable(path) ? proxy : mock);
    const onward = forward({ hostname, port, method, path, headers }, (answer) => {
      const status = answer.statusCode ?? 0;
      for (const { location, message } of violationsOf(answer.headers['sl-violations'])) {
        const accepted = status >= 200 && status < 300;
        if (accepted || location[0] === 'response') seen.add(`${method} ${status} ${location.join('/')}: ${message}`);
      }
      response.writeHead(status, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
}

/** Prism ends at the first path that it cannot decode; such requests go past it. */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function violationsOf(header: string | readonly string[] | undefined): readonly Violation[] {
  return header === undefined ? [] : (JSON.parse(String(header)) as readonly Violation[]);
}

/** Runs the suites against a mock behind Prism's validation proxy. */
export async function throughPrism(
  revision: Revision,
  room: string,
  flags: readonly string[] = [],
  faults: readonly string[] = [],
): Promise<Passed> {
  const mock = await startMock({ revision, users: 40, seed: 1, port: 0, faults });
  const proxy = await startPrism('proxy', revision, [mock.url]);
  const seen = new Set<string>();
  let requests = 0;
  const server = recorder(proxy.url, mock.url, seen, () => {
    requests += 1;
  });
  const target = join(room, 'prism.yaml');
  writeFileSync(
    target,
    `name: prism\nbaseUrl: ${await listening(server)}\nrevision: ${revision}\ncapabilities: [retrieval, authorization, provisioning]\npace: { requestsPerSecond: 1000, concurrency: 4 }\npolling: { first: 50ms, factor: 1.5, max: 500ms }\nbudgets: { newUsers: 500, convergence: 10s, requests: 20000 }\n`,
  );
  const tokens = Object.fromEntries([...MOCK_TOKENS].map(([role, token]) => [TOKEN_VARIABLES.get(role) ?? '', token]));
  const args = ['run', '--target', target, '--allow-writes', '--quiet', '--out', join(room, 'prism'), ...flags];
  await new Promise((resolve) => {
    const env = { ...process.env, ...tokens };
    spawn(process.execPath, [repositoryPath('bin/spend-conformance.js'), ...args], { env, stdio: 'inherit' }).once(
      'close',
      resolve,
    );
  });
  proxy.stop();
  server.close();
  await mock.close();
  return { requests, violations: [...seen].sort() };
}

interface Served {
  readonly operation: string;
  readonly status: number;
  readonly body: string;
}

/** What a server that Prism makes of the document alone answers to every operation that only reads. */
export async function servedByPrism(revision: Revision): Promise<readonly Served[]> {
  const server = await startPrism('mock', revision);
  const contract = loadContract(revision);
  try {
    const reading = OPERATIONS.filter((id) => contract.offers(id) && contract.operation(id).method === 'GET');
    return await Promise.all(
      reading.map(async (operation) => {
        const path = contract.operation(operation).path.replace('{id}', '7d1c6a52-3f0e-4b8d-9c4a-2e5f60718293');
        const response = await fetch(`${server.url}${path}`, { headers: { authorization: 'Bearer any' } });
        return { operation, status: response.status, body: await response.text() };
      }),
    );
  } finally {
    server.stop();
  }
}
