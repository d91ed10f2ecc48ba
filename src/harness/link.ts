/** The workers' side of the link: asks the one engine for a verdict. Kept free of everything heavy. */

import { Agent, get } from 'node:http';
import { HarnessFault } from '../model/errors.ts';
import type { Impact } from '../model/verdict.ts';
import type { CaseRecord } from './record.ts';

export interface LinkedVerdict {
  readonly record: CaseRecord;
  readonly level: string;
  readonly impact: Impact;
}

/** An agent of its own: the link is loopback, whatever proxy the environment names for everything else. */
const direct = new Agent({ keepAlive: true });

/** Waits as long as the engine needs: a slow tenant may take an hour, and `fetch` gives up after five minutes. */
export async function askVerdict(link: string, caseId: string): Promise<LinkedVerdict> {
  const { status, text } = await read(`${link}/verdict?id=${encodeURIComponent(caseId)}`);
  if (status !== 200) {
    throw new HarnessFault(
      `the engine has no verdict for ${caseId}: ${text}`,
      'Run again; if it happens again, report it with the command you used.',
    );
  }
  return JSON.parse(text) as LinkedVerdict;
}

function read(url: string): Promise<{ readonly status: number | undefined; readonly text: string }> {
  return new Promise((resolve, reject) => {
    get(url, { agent: direct }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString('utf8') }),
      );
    }).once('error', reject);
  });
}
