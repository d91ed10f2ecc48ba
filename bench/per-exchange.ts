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
import { fullWalksOf, type Repeated, repeatedOf } from '../src/proof/economy.ts';

export interface PerExchange {
  readonly requests: number;
  readonly harnessMs: number;
  readonly plainMs: number;
  /** CPU time of this process alone, without the target's. */
  readonly harnessCpuMs: number;
  readonly plainCpuMs: number;
  readonly repeated: readonly Repeated[];
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
