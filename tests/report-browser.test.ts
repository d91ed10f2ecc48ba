/** report.html in a real Chromium: filters, links, evidence, accessibility in both schemes, hostile strings, offline. */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConformanceReport, ReportCase, ReportRequirement } from '../src/model/report.ts';
import { repeatCommand, visible } from '../src/reporters/format.ts';
import { renderHtml } from '../src/reporters/html.ts';
import { renderTrend } from '../src/reporters/trend.ts';
import { findChromium, openBrowser } from './fixtures/browser.ts';
import { hostileReport, hugeReport } from './fixtures/report-extremes.ts';
import { conformingReport, emptyReport, inconclusiveReport, violatingReport } from './fixtures/report-sample.ts';

const executable = findChromium();
const room = mkdtempSync(join(tmpdir(), 'report-browser-'));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

if (executable === undefined) console.warn('No Chromium was found: report.html was not tested in a browser.');

function withConvergence(): ConformanceReport {
  const report = conformingReport();
  const firstSeenMs = { p50: 900, p95: 4_000, max: 5_200 };
  const row = { operation: 'PATCH', writes: 9, seen: 9, firstSeenMs, stableMs: firstSeenMs };
  const convergence = (['status', 'lookup', 'list'] as const).map((view) => ({ ...row, view }));
  return { ...report, statistics: { ...report.statistics, convergence } };
}

const STATES: readonly (readonly [string, () => ConformanceReport])[] = [
  ['conforms', conformingReport],
  ['violations', violatingReport],
  ['convergence', withConvergence],
  ['inconclusive', inconclusiveReport],
  ['empty', emptyReport],
  ['hostile', hostileReport],
];

describe.skipIf(executable === undefined)('report.html in Chromium', { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser(executable ?? '');
  }, 60_000);
  afterAll(() => browser?.close());

  /** Opened from disk, as a reader does; whatever it says to the console or asks of a network is collected. */
  async function open(report: ConformanceReport | string, options: Parameters<Browser['newPage']>[0] = {}) {
    const file = join(room, 'report.html');
    writeFileSync(file, typeof report === 'string' ? report : renderHtml(report));
    const page = await browser.newPage(options);
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('request', (request) => request.url().startsWith('file:') || said.push(request.url()));
    page.on('dialog', (dialog) => {
      said.push(`dialog ${dialog.message()}`);
      return dialog.dismiss();
    });
    const address = pathToFileURL(file).href;
    await page.goto(address);
    return { page, said, address };
  }

  const shown = (page: Page) => page.locator('.requirement:visible').count();

  test.each(STATES)('%s: says nothing to the console and asks nothing of a network', async (_name, report) => {
    const { page, said } = await open(report());
    for (const one of await page.locator('.requirement').all()) await one.locator('summary').first().click();
    expect(said).toEqual([]);
    await page.close();
  });

  test.each(
    STATES.flatMap(([name, report]) => (['light', 'dark'] as const).map((scheme) => [name, scheme, report] as const)),
  )('%s, %s: no accessibility problem that axe knows', async (_name, colorScheme, report) => {
    const { page } = await open(report(), { colorScheme, bypassCSP: true });
    if ((await page.locator('#open-all').count()) > 0) await page.locator('#open-all').click();
    await page.evaluate(axe);
    const found = (await page.evaluate('axe.run()')) as { violations: { id: string; nodes: { html: string }[] }[] };
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await page.close();
  });

  test('the trend page has none either', async () => {
    const tally = { pass: 3, violation: 1, warning: 0, inconclusive: 2, observation: 0, other: 0 };
    const row = {
      target: 't',
      revision: '2024-03',
      outcome: 'violations',
      grade: 'partial',
      tally,
      regressions: 1,
    } as const;
    const rows = [1, 2].map((day) => ({ ...row, startedAt: `2026-11-0${day}T00:00:00Z`, requests: day, wallMs: 9 }));
    const { page, said } = await open(renderTrend(rows), { bypassCSP: true });
    await page.evaluate(axe);
    const found = (await page.evaluate('axe.run()')) as { violations: { id: string }[] };
    expect([...found.violations.map((one) => one.id), ...said]).toEqual([]);
    await page.close();
  });

  test.each(STATES.filter(([name]) => name !== 'hostile'))(
    '%s: the first screen holds the outcome, the grade, who was judged, the counts, the areas and what blocks',
    async (name, report) => {
      // A deviation is listed before everything else, and takes the room it needs.
      const { page } = await open({ ...report(), deviations: [] }, { viewport: { width: 1280, height: 800 } });
      const parts = ['h1', '.lead', '.grade', '.identity', '.tiles', '#blockers-title'];
      if (name !== 'empty') parts.push('.areas tbody tr:last-child');
      for (const part of parts) {
        const box = await page.locator(part).boundingBox();
        expect((box?.y ?? 9_999) + (box?.height ?? 0), part).toBeLessThanOrEqual(800);
      }
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(1_280);
      await page.close();
    },
  );

  test.each(STATES)('%s: nothing is wider than a telephone', async (_name, report) => {
    const { page } = await open(report(), { viewport: { width: 390, height: 844 } });
    if ((await page.locator('#open-all').count()) > 0) await page.locator('#open-all').click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page.close();
  });

  test('a count shows the requirements that it counts, and a ruling is one click away', async () => {
    const report = violatingReport();
    const rulings = {
      26: { title: 'Too large', text: '**MUST**: `400`, or\nclamped.' },
      27: { title: 'Zero', text: 'x' },
    };
    const documents = { 'seed-ret': { title: 'Retrieval', date: '2024-03-14' } };
    const { page } = await open({ ...report, contract: { ...report.contract, documents, rulings } });
    await page.locator('.tile a[data-filter="violation"]').click();
    await expect.poll(() => shown(page)).toBe(1);
    const one = page.locator('.requirement:visible');
    await one.locator('summary').first().click();
    expect(await one.locator('.facts').textContent()).toContain('Retrieval (2024-03-14), ');
    await one.getByRole('link', { name: '26. Too large' }).click();
    await expect.poll(() => page.locator('#ruling-26').isVisible()).toBe(true);
    expect(await page.locator('#ruling-26 strong').textContent()).toBe('MUST');
    await page.close();
  });

  test('filters by verdict, level, area, blame and text, together', async () => {
    const report = violatingReport();
    const blamed = (one: ReportRequirement) => (one.verdict === 'fail' ? { ...one, blame: 'target' as const } : one);
    const { page } = await open({ ...report, requirements: report.requirements.map(blamed) });
    const all = await shown(page);
    await page.locator('input[name="verdict"][value="violation"]').check();
    await expect.poll(() => shown(page)).toBe(1);
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await expect.poll(() => shown(page)).toBe(all);
    await page.keyboard.press('/');
    await page.keyboard.type('role-code');
    await expect.poll(() => shown(page)).toBe(1);
    await page.keyboard.press('Escape');
    const blames = await page.locator('input[name="blame"]').all();
    expect(blames.length).toBeGreaterThan(0);
    await blames[0]?.check();
    await expect.poll(() => shown(page)).toBeLessThan(all);
    await page.close();
  });

  test('a link to a case opens it, with the pointed value marked in the body', async () => {
    const report = violatingReport();
    const failing = report.requirements.flatMap((one) => one.cases).find((one) => one.verdict === 'fail');
    const { page, address } = await open(report);
    await page.goto(`${address}#${failing?.id}`);
    await page.reload();
    const one = page.locator(`[id="${failing?.id}"]`);
    await expect.poll(() => one.evaluate((element) => element.hasAttribute('open'))).toBe(true);
    const exchange = one.locator('.exchange').first();
    if (!(await exchange.evaluate((element) => element.hasAttribute('open'))))
      await exchange.locator('summary').click();
    expect(await one.locator('mark').count()).toBeGreaterThan(0);
    expect(await one.textContent()).toContain('spend-conformance run');
    await page.close();
  });

  test.each([
    ['violations', violatingReport],
    ['hostile', hostileReport],
  ])('%s: headers, curl and the command of every case are those of the report', async (_name, make) => {
    const report = make();
    const { page } = await open(report);
    const shown = (await page.evaluate(
      "[...document.querySelectorAll('.requirement')].flatMap((one) => globalThis.caseView.parsed(one))",
    )) as ReportCase[];
    const wanted = report.requirements.flatMap((one) =>
      one.cases.map((each) => ({ ...each, repeat: repeatCommand(report, each.id) })),
    );
    const sorted = (cases: readonly ReportCase[]) => [...cases].sort((a, b) => (a.id < b.id ? -1 : 1));
    // As in the page, where unseen characters became visible.
    expect(sorted(shown)).toEqual(sorted(JSON.parse(visible(JSON.stringify(wanted)))));
    await page.close();
  });

  test('the mark is around exactly what the pointer names', async () => {
    const body = 'at /Resources/3: {\n  "active": "yes",\n  "name/x": [\n    1,\n    2\n  ]\n}';
    const marks = async (pointer: string) => {
      const report = violatingReport();
      const requirements = report.requirements.map((one) => ({
        ...one,
        cases: one.cases.map((each) => ({
          ...each,
          problems: each.problems.map((problem) => ({ ...problem, pointer, exchange: 0 })),
          evidence: each.evidence.map((exchange) => ({ ...exchange, response: { ...exchange.response, body } })),
        })),
      }));
      const { page } = await open({ ...report, requirements });
      await page.locator('.requirement[data-tone="violation"] summary').first().click();
      const exchange = page.locator('.requirement[data-tone="violation"] .case[open] .exchange').first();
      if (!(await exchange.evaluate((element) => element.hasAttribute('open')))) {
        await exchange.locator('summary').click();
      }
      const texts = await exchange.locator('mark').allInnerTexts();
      await page.close();
      return texts;
    };
    expect(await marks('/Resources/3/active')).toEqual(['"yes"']);
    expect(await marks('/Resources/3/name~1x/1')).toEqual(['2']);
    expect(await marks('/Resources/3/name~1x')).toEqual(['[\n    1,\n    2\n  ]']);
    expect(await marks('/Other')).toEqual([]);
  });

  test('from a problem to the exchange that shows it', async () => {
    const report = violatingReport();
    const [copy] = report.requirements.flatMap((one) => one.cases).filter((one) => one.verdict === 'fail');
    const [problem] = copy?.problems ?? [];
    const [exchange] = copy?.evidence ?? [];
    if (copy === undefined || problem === undefined || exchange === undefined)
      throw new Error('the sample has a failure');
    const many = {
      ...copy,
      problems: [0, 1, 2].map((index) => ({ ...problem, id: `${copy.id}#${index}`, exchange: index })),
      evidence: [exchange, exchange, exchange],
    };
    const requirements = report.requirements.map((one) => ({
      ...one,
      cases: one.cases.map((each) => (each.id === copy.id ? many : each)),
    }));
    const { page, address } = await open({ ...report, requirements });
    await page.goto(`${address}#${copy.id}`);
    await page.reload();
    const one = page.locator(`[id="${copy.id}"]`);
    const opened = () => one.locator('.exchange').evaluateAll((all) => all.map((each) => each.hasAttribute('open')));
    await expect.poll(opened).toEqual([true, false, false]);
    await one.getByRole('button', { name: 'Show exchange 3' }).click();
    await expect.poll(opened).toEqual([true, false, true]);
    await page.close();
  });

  test('two thousand cases are far below 5 MB, and each is one click away', async () => {
    const report = hugeReport(2_000);
    expect(Buffer.byteLength(renderHtml(report))).toBeLessThan(3_000_000);
    const { page } = await open(report);
    const last = report.requirements.at(-1)?.cases.at(-1)?.id ?? '';
    await page.evaluate(`location.hash = ${JSON.stringify(last)}`);
    await expect.poll(() => page.locator(`[id="${last}"]`).count()).toBe(1);
    await page.close();
  });

  test('on paper what failed is open', async () => {
    const { page } = await open(violatingReport());
    await page.emulateMedia({ media: 'print' });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator('.requirement[data-tone="violation"][open]').count()).toBe(1);
    expect((await page.pdf()).byteLength).toBeGreaterThan(10_000);
    await page.close();
  });

  test('without scripts the first screen and every statement are there', async () => {
    const { page } = await open(violatingReport(), { javaScriptEnabled: false });
    expect(await page.locator('h1').textContent()).toContain('Does not conform');
    expect(await page.locator('.statement').count()).toBe(violatingReport().requirements.length);
    await page.close();
  });
});
