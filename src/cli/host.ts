/** Brings up what a run stands on: the embedded mock where it is the target, the prepared engine and its link. */

import { createWriteStream, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunFlags } from '../harness/flags.ts';
import { makeFolder } from '../harness/folder.ts';
import type { EarlierRun, JournalLine, SealedUser } from '../harness/journal.ts';
import { type LinkServer, serveLink } from '../harness/link-server.ts';
import { inOrderOfVerdicts } from '../harness/phases.ts';
import { type PreparedRun, prepareRun } from '../harness/prepare.ts';
import type { CaseRecord } from '../harness/record.ts';
import type { RunSettings } from '../harness/settings.ts';
import { shownCasesOf } from '../harness/shown-cases.ts';
import { COMPANY_ID } from '../mock/population/people.ts';
import { startMock } from '../mock/server.ts';
import { ConfigurationError } from '../model/errors.ts';

export const JOURNAL = 'journal.jsonl';

export interface Host {
  readonly run: PreparedRun;
  readonly link: LinkServer;
  /** File that tells Playwright's processes which tests to declare. */
  readonly selectionFile: string;
  /** Writes down what would be left on the target if the run ended now. */
  noteLeftovers(): void;
  close(): Promise<void>;
}

export interface HostOptions {
  /** Hears of every case as it is judged. */
  readonly onCase?: (record: CaseRecord) => void;
  /** Aborted when the run is to end before it began. */
  readonly halt?: AbortSignal;
  /** Called before the first request, so that even that one can be interrupted. */
  readonly onPrepared?: (run: PreparedRun) => void;
  readonly flags?: RunFlags;
  /** The run to go on with. */
  readonly earlier?: EarlierRun;
}

export async function openHost(given: RunSettings, options: HostOptions = {}): Promise<Host> {
  const { onCase, onPrepared, flags, earlier, halt } = options;
  const settings = given.kind === 'mock' ? withMockCompany(given) : given;
  // Closed in reverse order, whatever of it was opened before something failed.
  const opened: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const one of opened.splice(0).reverse()) await one();
  };
  try {
    const baseUrl = settings.baseUrl ?? (await openMock(settings, opened));
    let journal: Journal | undefined;
    const run = await prepareRun({
      settings,
      baseUrl,
      onCase: (record) => {
        journal?.write({ case: record });
        onCase?.(record);
      },
      // On a tenant, a run that is killed must have said whom it touched. The mock's users end with it.
      ...(settings.kind === 'remote' && {
        onLeftovers: () => journal?.write({ leftovers: run.leftovers() }),
        onBorrowed: (borrowed: SealedUser) => journal?.write({ borrowed }),
      }),
      ...(flags && { flags }),
      ...(earlier && { earlier }),
      ...(halt && { halt }),
    });
    opened.push(() => run.close());
    onPrepared?.(run);
    await run.checkGround();
    // Only now is there something to write: a run that never began leaves earlier results alone.
    journal = openJournal(settings.out, earlier !== undefined);
    opened.push(async () => journal?.end());
    if (!earlier) journal.write({ run: run.head });
    const link = await serveLink(run, settings.strict);
    opened.push(() => link.close());
    const selectionFile = join(settings.out, 'selection.json');
    writeFileSync(selectionFile, JSON.stringify(shownCasesOf(inOrderOfVerdicts(run.selection.cases), run.contract)));
    const { write } = journal;
    return { run, link, selectionFile, noteLeftovers: () => write({ leftovers: run.leftovers() }), close };
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

interface Journal {
  readonly write: (line: JournalLine) => void;
  end(): void;
}

/** One line for each judged case as it is judged: what a killed run leaves behind. */
function openJournal(out: string, append: boolean): Journal {
  try {
    makeFolder(out);
    const stream = createWriteStream('', { fd: openSync(join(out, JOURNAL), append ? 'a' : 'w') });
    // The last line of a killed run may have no end.
    if (append) stream.write('\n');
    return { write: (line) => stream.write(`${JSON.stringify(line)}\n`), end: () => stream.end() };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`the report cannot be written to ${out}: ${why}`, 'Choose another folder with --out.');
  }
}
