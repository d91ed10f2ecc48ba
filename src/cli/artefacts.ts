/** Writes a run's folder: report.json first, then everything that is derived from it. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, type Json } from '../model/json.ts';
import type { ConformanceReport } from '../model/report.ts';
import { writeViews } from '../reporters/write-views.ts';

export async function writeArtefacts(report: ConformanceReport, out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  // A report is JSON by construction: every value in it came from parsed data.
  await writeFile(join(out, 'report.json'), `${canonicalJson(report as unknown as Json, 2)}\n`);
  await writeViews(report, out);
}
