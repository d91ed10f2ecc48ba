/** A folder of many runs: what is kept, what a new run is compared with, and the page of all of them. */

import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addToHistory } from '../src/gate/history.ts';
import type { ConformanceReport } from '../src/model/report.ts';
import { renderTrend } from '../src/reporters/trend.ts';
import { conformingReport, failingCase } from './fixtures/report-sample.ts';
import { runCli } from './fixtures/run-cli.ts';

const night = (day: number, report = conformingReport()): ConformanceReport => ({
  ...report,
  run: { ...report.run, startedAt: `2026-11-${String(day).padStart(2, '0')}T01:30:00.000Z` },
});

const folder = () => mkdtempSync(join(tmpdir(), 'history-'));

function red(): ConformanceReport {
  const report = conformingReport();
  const requirements = report.requirements.map((one, index) =>
    index === 0
      ? {
          ...one,
          verdict: 'fail' as const,
          impact: 'violation' as const,
          cases: one.cases.map((each) => failingCase(each.id, each.name, '101 resources <came>')),
        }
      : one,
  );
  return { ...report, outcome: 'violations', requirements };
}

describe('history', () => {
  test('each run is compared with the one before it, whatever the order in which they are added', () => {
    const at = folder();
    expect(addToHistory(at, night(1), 10).comparison).toBeUndefined();
    expect(addToHistory(at, night(3, red()), 10).comparison?.regressions).toBeGreaterThan(0);
    expect(addToHistory(at, night(2), 10).comparison?.regressions).toBe(0);
    expect(addToHistory(at, night(4), 10).comparison).toMatchObject({ regressions: 0, fixed: [{}] });
  });

  test('the same run twice counts once, and the oldest go first', () => {
    const at = folder();
    for (const day of [1, 2, 3, 3]) addToHistory(at, night(day), 2);
    const kept = readdirSync(at).filter((name) => name.endsWith('.gz'));
    expect(kept.map((name) => name.slice(0, 10))).toEqual(['2026-11-02', '2026-11-03']);
  });

  test('rows survive as data, and a broken cache is made anew', () => {
    const at = folder();
    addToHistory(at, night(1), 10);
    writeFileSync(join(at, 'trend.json'), 'not json');
    expect(addToHistory(at, night(2, red()), 10).rows.map((row) => [row.outcome, row.tally.violation])).toEqual([
      ['conforms', 0],
      ['violations', 1],
    ]);
    expect(Object.keys(JSON.parse(readFileSync(join(at, 'trend.json'), 'utf8')))).toHaveLength(2);
  });
});

describe('the page', () => {
  test('says how the newest run came out, and fetches nothing', () => {
    const at = folder();
    addToHistory(at, night(1), 10);
    addToHistory(
      at,
      night(2, { ...red(), target: { name: '<script>x</script>', baseUrl: 'https://a.example', capabilities: [] } }),
      10,
    );
    const page = readFileSync(join(at, 'index.html'), 'utf8');
    expect(page).toContain('Does not conform on 2026-11-02');
    expect(page).toContain('default-src');
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
  });

  test('no run yet is a page too', () => {
    expect(renderTrend([])).toContain('history DIR --add RUN');
  });
});

test('the command exits 1 when the added run is a step back', { timeout: 30_000 }, async () => {
  const at = folder();
  const file = (name: string, report: ConformanceReport) => {
    writeFileSync(join(at, name), JSON.stringify(report));
    return join(at, name);
  };
  const add = (path: string) => runCli(['history', join(at, 'kept'), '--add', path]);
  expect(await add(file('one.json', night(1)))).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('The first run here.'),
  });
  expect(await add(file('two.json', night(2, red())))).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('Newly failing'),
  });
  expect(await add(file('three.json', night(3)))).toMatchObject({ code: 0, stdout: expect.stringContaining('Fixed') });
  expect(await runCli(['history', join(at, 'kept')])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('3 runs'),
  });
});
