/** What people see of histories: the chart of convergence, the table in the summary, the events that prove a problem. */

import { describe, expect, test } from 'vitest';
import type { ConformanceReport, ConvergenceRow, ReportEvent } from '../src/model/report.ts';
import { renderHtml } from '../src/reporters/html.ts';
import { renderSummary } from '../src/reporters/summary.ts';
import { conformingReport, violatingReport } from './fixtures/report-sample.ts';

const ROWS: readonly ConvergenceRow[] = [
  {
    operation: 'POST',
    view: 'lookup',
    writes: 12,
    seen: 12,
    firstSeenMs: { p50: 5_000, p95: 20_000, max: 40_000 },
    stableMs: { p50: 5_000, p95: 20_000, max: 60_000 },
  },
  { operation: 'PATCH', view: 'list', writes: 3, seen: 0 },
];
const measured = (): ConformanceReport => {
  const report = conformingReport();
  return { ...report, statistics: { ...report.statistics, convergence: ROWS } };
};

describe('convergence', () => {
  const page = renderHtml(measured());
  const chart = /<svg viewBox[\s\S]*<\/svg>/.exec(page)?.[0] ?? '';

  test('is a chart whose numbers are text, with a name for those who do not see it', () => {
    expect(chart).toContain('role="img"');
    expect(chart).toContain('aria-label="Time until first seen');
    expect(chart).toContain('POST lookup');
    expect(chart).toContain('never seen');
  });

  test('needs neither colour nor inline style', () => {
    expect(chart).not.toMatch(/style=|fill="#|stroke="#/);
  });

  test('has no bar beyond the chart', () => {
    const ends = [...chart.matchAll(/x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)].map(
      ([, x, width]) => Number(x) + Number(width),
    );
    expect(ends.length).toBeGreaterThan(0);
    for (const end of ends) expect(end).toBeLessThanOrEqual(640);
  });

  test('is a table in the summary', () => {
    expect(renderSummary(measured())).toContain(
      '| POST | lookup | 12 of 12 | 5.0 s | 20.0 s | 40.0 s | 5.0 s | 20.0 s |',
    );
    expect(renderSummary(measured())).toContain('| PATCH | list | 0 of 3 | – | – | – | – | – | – |');
  });

  test('is left out where nothing was measured', () => {
    expect(renderHtml(conformingReport())).not.toContain('class="convergence"');
    expect(renderSummary(conformingReport())).not.toContain('Convergence');
  });
});

test('the events that prove a problem travel with it to the page', () => {
  const event: ReportEvent = {
    kind: 'read',
    operation: 'getUser',
    start: '2026-01-15T12:00:00.000Z',
    end: '2026-01-15T12:00:00.100Z',
    asked: { view: 'lookup' },
    seen: { status: 200, found: true, values: { '/urn:x/code': '</script><b>' } },
  };
  const report = violatingReport();
  const requirements = report.requirements.map((one) => ({
    ...one,
    cases: one.cases.map((each) => ({
      ...each,
      problems: each.problems.map((problem) => ({ ...problem, witness: [event] })),
    })),
  }));
  const page = renderHtml({ ...report, requirements });
  expect(page).toContain('"witness":[{"kind":"read"');
  expect(page).not.toContain('</script><b>');
});
