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
    fullWalks: fullWalksOf(sent),
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

/** Walks of the unfiltered list to its end: counted by their second page. */
function fullWalksOf(sent: readonly WireRequest[]): number {
  const unfiltered = sent.filter(
    (one) => one.method === 'GET' && /\/Users\?/.test(one.url) && !/filter=/.test(one.url),
  );
  const starts = unfiltered.map((one) => new URL(one.url).searchParams);
  return [37, 50, 100].filter((size) =>
    starts.some((query) => query.get('startIndex') === String(size + 1) && [...query.values()].includes(String(size))),
  ).length;
}
