/** Brings up what a run stands on: the embedded mock where it is the target, the prepared engine and its link. */

import { createWriteStream, mkdirSync, openSync, type WriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LinkServer, serveLink } from '../harness/link-server.ts';
import { type PreparedRun, prepareRun } from '../harness/prepare.ts';
import type { CaseRecord } from '../harness/record.ts';
import type { RunSettings } from '../harness/settings.ts';
import { shownCasesOf } from '../harness/shown-cases.ts';
import { COMPANY_ID } from '../mock/population/people.ts';
import { startMock } from '../mock/server.ts';
import { ConfigurationError } from '../model/errors.ts';

export interface Host {
  readonly run: PreparedRun;
  readonly link: LinkServer;
  /** File that tells Playwright's processes which tests to declare. */
  readonly selectionFile: string;
  close(): Promise<void>;
}

/** `onCase` hears of every case as it is judged. */
export async function openHost(given: RunSettings, onCase?: (record: CaseRecord) => void): Promise<Host> {
  const settings = given.kind === 'mock' ? withMockCompany(given) : given;
  // Closed in reverse order, whatever of it was opened before something failed.
  const opened: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const one of opened.splice(0).reverse()) await one();
  };
  try {
    const baseUrl = settings.baseUrl ?? (await openMock(settings, opened));
    let journal: WriteStream | undefined;
    const run = await prepareRun({
      settings,
      baseUrl,
      onCase: (record) => {
        journal?.write(`${JSON.stringify(record)}\n`);
        onCase?.(record);
      },
    });
    opened.push(() => run.close());
    await run.checkGround();
    // Only now is there something to write: a run that never began leaves earlier results alone.
    journal = openJournal(settings.out);
    opened.push(async () => journal?.end());
    const link = await serveLink(run, settings.strict);
    opened.push(() => link.close());
    const selectionFile = join(settings.out, 'selection.json');
    writeFileSync(selectionFile, JSON.stringify(shownCasesOf(run.selection.cases, run.contract)));
    return { run, link, selectionFile, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The mock's users belong to one company; a tenant's is named in its target file. */
function withMockCompany(settings: RunSettings): RunSettings {
  return { ...settings, provisioning: { ...settings.provisioning, companyId: COMPANY_ID } };
}

/** Where the target listens, and how to let go of it: an embedded mock is started for as long. */
export async function openTarget(
  settings: RunSettings,
): Promise<{ readonly settings: RunSettings; readonly baseUrl: string; close(): Promise<void> }> {
  if (settings.baseUrl !== undefined) return { settings, baseUrl: settings.baseUrl, close: async () => {} };
  const opened: (() => Promise<unknown>)[] = [];
  const baseUrl = await openMock(settings, opened);
  return {
    settings: withMockCompany(settings),
    baseUrl,
    close: async () => {
      for (const one of opened) await one();
    },
  };
}

async function openMock(settings: RunSettings, opened: (() => Promise<unknown>)[]): Promise<string> {
  const mock = await startMock({ revision: settings.revision, ...settings.mock, port: 0 });
  opened.push(() => mock.close());
  return mock.url;
}

/** One line for each judged case as it is judged: what a killed run leaves behind. */
function openJournal(out: string): WriteStream {
  try {
    mkdirSync(out, { recursive: true });
    return createWriteStream('', { fd: openSync(join(out, 'journal.jsonl'), 'w') });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`the report cannot be written to ${out}: ${why}`, 'Choose another folder with --out.');
  }
}
