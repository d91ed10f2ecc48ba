/** Brings up what a run stands on: the embedded mock where it is the target, the prepared engine and its link. */

import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { type LinkServer, serveLink } from '../harness/link.ts';
import { type PreparedRun, prepareRun } from '../harness/prepare.ts';
import type { RunSettings } from '../harness/settings.ts';
import { startMock } from '../mock/server.ts';

export interface Host {
  readonly run: PreparedRun;
  readonly link: LinkServer;
  close(): Promise<void>;
}

export async function openHost(settings: RunSettings): Promise<Host> {
  const mock =
    settings.kind === 'mock' ? await startMock({ revision: settings.revision, ...settings.mock, port: 0 }) : undefined;
  const journal = openJournal(settings.out);
  const run = await prepareRun({
    settings,
    baseUrl: settings.baseUrl ?? mock?.url ?? '',
    onCase: (record) => journal.write(`${JSON.stringify(record)}\n`),
  });
  const closeGround = async () => {
    await run.close();
    await mock?.close();
    journal.end();
  };
  try {
    await run.checkGround();
  } catch (error) {
    await closeGround();
    throw error;
  }
  const link = await serveLink(run, settings.strict);
  return {
    run,
    link,
    close: async () => {
      await link.close();
      await closeGround();
    },
  };
}

/** One line for each judged case as it is judged: what a killed run leaves behind. */
function openJournal(out: string): WriteStream {
  mkdirSync(out, { recursive: true });
  return createWriteStream(join(out, 'journal.jsonl'));
}
