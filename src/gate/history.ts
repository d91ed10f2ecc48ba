/**
 * A folder that keeps the runs of one target: each report compressed, the rows of the trend as data, and a page. Adding a
 * run tells what changed since the one before.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ConfigurationError } from '../model/errors.ts';
import { type ConformanceReport, tally } from '../model/report.ts';
import { renderTrend, type TrendRow } from '../reporters/trend.ts';
import { type CompareOptions, type Comparison, compareReports } from './compare.ts';
import { readReport } from './read-report.ts';

const KEPT = /^(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}(?:-\d{3})?Z)\.report\.json\.gz$/;

export interface Added {
  readonly rows: readonly TrendRow[];
  /** Against the run before; undefined for the first. */
  readonly comparison?: Comparison;
}

/** Adds the run, keeps the newest `keep` of them, and writes the page. The same run twice counts once. */
export function addToHistory(
  folder: string,
  report: ConformanceReport,
  keep: number,
  options: CompareOptions = {},
): Added {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new ConfigurationError(`${folder} cannot be written`, 'Choose another folder.', error);
  }
  const name = `${report.run.startedAt.replaceAll(/[:.]/g, '-')}.report.json.gz`;
  replace(join(folder, name), gzipSync(JSON.stringify(report)));
  const kept = keptIn(folder);
  for (const old of kept.slice(0, Math.max(0, kept.length - keep))) rmSync(join(folder, old), { force: true });
  const before = kept.filter((one) => one < name).at(-1);
  const rows = writePage(folder, options);
  if (before === undefined || !existsSync(join(folder, before))) return { rows };
  return { rows, comparison: compareReports(readReport(join(folder, before)), report, options) };
}

/** Names of the kept reports, the oldest first. */
function keptIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => KEPT.test(name))
    .sort();
}

/** Rows known from earlier are not computed again: a year of nights is read in a moment. */
export function writePage(folder: string, options: CompareOptions = {}): readonly TrendRow[] {
  const names = keptIn(folder);
  const known = knownRows(join(folder, 'trend.json'));
  let before: ConformanceReport | undefined;
  const rows = names.map((name, index) => {
    const row = known[name];
    if (row !== undefined) {
      before = undefined;
      return row;
    }
    const report = readReport(join(folder, name));
    const earlier = names[index - 1];
    before ??= earlier === undefined ? undefined : readReport(join(folder, earlier));
    const made = rowOf(report, before, options);
    before = report;
    return made;
  });
  const table = Object.fromEntries(names.map((name, index) => [name, rows[index]]));
  replace(join(folder, 'trend.json'), `${JSON.stringify(table, null, 2)}\n`);
  replace(join(folder, 'index.html'), renderTrend(rows));
  return rows;
}

/** A cache of our own: what cannot be read is computed again. */
function knownRows(file: string): Readonly<Record<string, TrendRow | undefined>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, TrendRow>;
  } catch {
    return {};
  }
}

function rowOf(report: ConformanceReport, before: ConformanceReport | undefined, options: CompareOptions): TrendRow {
  const { run, target, contract, outcome, grade, statistics } = report;
  const slowest = (statistics.convergence ?? []).flatMap((row) => row.firstSeenMs?.p95 ?? []);
  return {
    startedAt: run.startedAt,
    target: target.name,
    revision: contract.revision,
    outcome,
    grade,
    tally: tally(report.requirements),
    requests: statistics.requests,
    wallMs: statistics.wallMs,
    ...(slowest.length > 0 && { convergenceP95Ms: Math.max(...slowest) }),
    regressions: before === undefined ? 0 : compareReports(before, report, options).regressions,
  };
}

/** Written aside and moved, so that nobody ever reads half of it. */
function replace(file: string, content: string | Uint8Array): void {
  writeFileSync(`${file}.partial`, content);
  renameSync(`${file}.partial`, file);
}
