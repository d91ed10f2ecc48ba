/** Writes every view of a report beside its report.json. The views are pure functions; only this file touches the disk. */

import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConformanceReport } from '../model/report.ts';
import { renderHtml } from './html.ts';
import { renderJUnit } from './junit.ts';
import { renderSummary } from './summary.ts';

const VIEWS = [
  { name: 'report.html', render: renderHtml },
  { name: 'junit.xml', render: renderJUnit },
  { name: 'summary.md', render: renderSummary },
] as const;

/** Writes report.html, junit.xml and summary.md into the folder, which is made where it is missing. */
export async function writeViews(report: ConformanceReport, directory: string): Promise<{ readonly path: string }[]> {
  await mkdir(directory, { recursive: true });
  return Promise.all(VIEWS.map(({ name, render }) => replaceFile(join(directory, name), render(report))));
}

/** Written aside and moved, so that nobody ever reads half a report. */
async function replaceFile(path: string, text: string): Promise<{ readonly path: string }> {
  const aside = `${path}.partial`;
  await writeFile(aside, text, 'utf8');
  await rename(aside, path);
  return { path };
}
