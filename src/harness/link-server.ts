/**
 * How Playwright's workers reach the one engine: a server on loopback that gives out verdicts. Workers come and go,
 * the engine stays; nothing of a run lives in a worker.
 */

import { randomBytes } from 'node:crypto';
import Fastify from 'fastify';
import { impactOf } from '../model/verdict.ts';
import type { LinkedVerdict } from './link.ts';
import type { PreparedRun } from './prepare.ts';

export interface LinkServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function serveLink(run: PreparedRun, strict: boolean): Promise<LinkServer> {
  // Other programs on this machine must not be able to steer a run.
  const secret = randomBytes(12).toString('hex');
  const server = Fastify({ bodyLimit: 8 * 1024 * 1024 });

  server.get<{ Querystring: { id: string } }>(`/${secret}/verdict`, async (request) => {
    const judged = await run.engine.judge(request.query.id);
    // Only a red test shows exchanges; the others would be written and read a thousand times for nothing.
    const record = judged.verdict === 'fail' ? judged : { ...judged, evidence: [] };
    const { level } = run.contract.requirement(record.requirement);
    const verdict: LinkedVerdict = {
      record,
      level,
      impact: impactOf(level, record.verdict === 'not-exercised' ? 'inconclusive' : record.verdict, strict),
    };
    return verdict;
  });
  server.post<{ Body: { ids: readonly string[] } }>(`/${secret}/plan`, async (request) => {
    void run.begin(new Set(request.body.ids));
    return {};
  });

  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  return { url: `${address}/${secret}`, close: () => server.close() };
}
