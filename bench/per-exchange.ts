/**
 * The harness's work for an exchange (send, record, redact, validate, check) against a plain client that sends the same
 * requests and parses the bodies: wall time, one request at a time, reading cases only, for writing ones mostly wait.
 * The target runs in another process.
 */

import { Agent } from 'undici';
import { prepareRun } from '../src/harness/prepare.ts';
import type { RunSettings } from '../src/harness/settings.ts';
import type { WireRequest } from '../src/http/transport.ts';
import { createUndiciTransport } from '../src/http/undici-transport.ts';

export interface PerExchange {
  readonly requests: number;
  readonly harnessMs: number;
  readonly plainMs: number;
  /** CPU time of this process alone, without the target's. */
  readonly harnessCpuMs: number;
  readonly plainCpuMs: number;
  /** Requests that were sent more than once with nothing to tell them apart. */
  readonly repeated: readonly string[];
  readonly fullWalks: number;
}

export async function measurePerExchange(settings: RunSettings, baseUrl: string): Promise<PerExchange> {
  const sent: WireRequest[] = [];
  const wire = createUndiciTransport();
  const recording = {
    send: (request: WireRequest) => {
      sent.push(request);
      return wire.send(request);
    },
    close: () => wire.close(),
  };
  const run = await prepareRun({ settings: oneAtATime(settings), baseUrl, transport: recording });
  const before = process.cpuUsage();
  const start = performance.now();
  await run.engine.runAll();
  const harnessMs = performance.now() - start;
  const harness = process.cpuUsage(before);
  await run.close();

  const agent = new Agent({ connections: 1 });
  const plainBefore = process.cpuUsage();
  const plainStart = performance.now();
  for (const one of sent) await plainSend(agent, one);
  const plainMs = performance.now() - plainStart;
  const plain = process.cpuUsage(plainBefore);
  await agent.close();

  return {
    requests: sent.length,
    harnessMs,
    plainMs,
    harnessCpuMs: (harness.user + harness.system) / 1000,
    plainCpuMs: (plain.user + plain.system) / 1000,
    repeated: repeatedOf(sent),
    fullWalks: fullWalksOf(sent, settings.mock.users, run.contract.pageSize.name),
  };
}

function oneAtATime(settings: RunSettings): RunSettings {
  const limits = { ...settings.limits, pace: { concurrency: 1 } };
  return { ...settings, limits, writable: false, profiles: ['retrieval', 'authorization'] };
}

async function plainSend(agent: Agent, request: WireRequest): Promise<void> {
  const origin = /^https?:\/\/[^/?#]+/i.exec(request.url)?.[0] ?? '';
  const answer = await agent.request({
    origin,
    path: request.url.slice(origin.length),
    method: request.method as 'GET',
    headers: request.headers,
    ...(request.body !== undefined && { body: request.body }),
  });
  const text = await answer.body.text();
  try {
    JSON.parse(text);
  } catch {
    // Error pages and empty bodies are read like any other.
  }
}

function repeatedOf(sent: readonly WireRequest[]): string[] {
  const seen = new Map<string, number>();
  for (const one of sent) {
    const key = `${one.method} ${one.url} ${JSON.stringify(one.headers)} ${one.body ?? ''}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return [...seen].filter(([, count]) => count > 1).map(([key, count]) => `${count} x ${key.slice(0, 140)}`);
}

/** Larger sizes are probes that a server may refuse; they are no walks. */
const LARGEST_PAGE = 100;

/** How often the unfiltered list was read from its first user to its last, page after page, at any one size. */
function fullWalksOf(sent: readonly WireRequest[], users: number, sizeName: string): number {
  const timesBySize = new Map<number, Map<number, number>>();
  for (const one of sent) {
    const query = new URL(one.url).searchParams;
    const size = Number(query.get(sizeName) ?? Number.NaN);
    if (
      one.method !== 'GET' ||
      !/\/Users\?/.test(one.url) ||
      query.has('filter') ||
      !(size >= 1 && size <= LARGEST_PAGE)
    )
      continue;
    const times = timesBySize.get(size) ?? new Map<number, number>();
    const start = Number(query.get('startIndex') ?? 1);
    timesBySize.set(size, times.set(start, (times.get(start) ?? 0) + 1));
  }
  let walks = 0;
  for (const [size, times] of timesBySize) {
    const starts = Array.from({ length: Math.ceil(users / size) }, (_, page) => 1 + page * size);
    walks += Math.min(...starts.map((start) => times.get(start) ?? 0));
  }
  return walks;
}
