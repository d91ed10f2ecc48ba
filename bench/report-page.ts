/** What report.html costs in Chromium: scripting to open 2,000 cases and to filter them, and what writing all views costs. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CDPSession } from '@playwright/test';
import type { ConformanceReport } from '../src/model/report.ts';
import { renderHtml } from '../src/reporters/html.ts';
import { writeViews } from '../src/reporters/write-views.ts';
import { findChromium, openBrowser } from '../tests/fixtures/browser.ts';
import { hugeReport } from '../tests/fixtures/report-extremes.ts';

export interface PageCost {
  readonly megabytes: number;
  /** Milliseconds of scripting; undefined without a browser. */
  readonly openMs?: number;
  readonly filterMs?: number;
}

async function scriptMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find((one) => one.name === 'ScriptDuration')?.value ?? 0) * 1_000;
}

export async function measurePage(room: string): Promise<PageCost> {
  const text = renderHtml(hugeReport(2_000));
  const megabytes = Buffer.byteLength(text) / 1_000_000;
  const executable = findChromium();
  if (executable === undefined) return { megabytes };
  const file = join(room, 'huge.html');
  writeFileSync(file, text);
  const browser = await openBrowser(executable);
  try {
    const page = await browser.newPage();
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    await page.goto(pathToFileURL(file).href);
    const openMs = await scriptMs(session);
    await page.locator('#filter-text').fill('case 19');
    // The filter waits for the end of typing.
    await page.waitForTimeout(500);
    return { megabytes, openMs, filterMs: (await scriptMs(session)) - openMs };
  } finally {
    await browser.close();
  }
}

/** Milliseconds that all views of a report take, report.json not counted. */
export async function measureViews(report: ConformanceReport, room: string): Promise<number> {
  const start = performance.now();
  await writeViews(report, join(room, 'views'));
  return performance.now() - start;
}
