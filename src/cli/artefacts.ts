/** Writes a run's folder: report.json first, then everything that is derived from it. */

import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../harness/folder.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import type { ConformanceReport } from '../model/report.ts';
import { writeViews } from '../reporters/write-views.ts';

export async function writeArtefacts(report: ConformanceReport, out: string): Promise<void> {
  makeFolder(out);
  // A report is JSON by construction: every value in it came from parsed data. Written aside, so that a run that is
  // killed meanwhile leaves the report before.
  const path = join(out, 'report.json');
  await writeFile(`${path}.partial`, `${canonicalJson(report as unknown as Json, 2)}\n`);
  await rename(`${path}.partial`, path);
  await writeViews(report, out);
}
