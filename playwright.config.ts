import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { defineConfig } from '@playwright/test';
import { LINK_VARIABLE } from './src/model/link.ts';

const out = process.env.SPEND_OUT ?? 'reports/latest';
/** `--list` runs nothing: results of the last run stay as they are. */
const listing = process.argv.includes('--list');
/** Under our CLI the engine runs already, and the CLI does the talking. */
const hosted = process.env[LINK_VARIABLE] !== undefined;
/** The CLI starts Playwright on its compiled sources; people who start Playwright themselves run them as written. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

// A thousand tests that only show a verdict should not need more memory than one.
if (hosted) setFlagsFromString('--heap-growing-percent=20');

export default defineConfig({
  testDir: 'suites',
  // Under our CLI one file shows all areas; everywhere else an area is a file.
  testMatch: hosted ? `all.suite.${extension}` : `!(all).suite.${extension}`,
  // In one worker a group for each test would only cost: Playwright copies the whole file for each group.
  fullyParallel: !hosted,
  forbidOnly: true,
  // A retry would hide a server that answers differently every other time.
  retries: 0,
  // A case waits for its subject to converge; the engine's own budgets end it, not the runner's clock.
  timeout: 0,
  // Evidence is in report.json; a folder for each test would be empty.
  preserveOutput: 'never',
  outputDir: join(out, 'playwright'),
  ...(hosted ? {} : { globalSetup: `./src/cli/playwright-setup.${extension}` }),
  reporter: listing
    ? 'list'
    : [
        [`./src/reporters/playwright-reporter.${extension}`],
        ...(hosted
          ? []
          : [['list'] as const, ['html', { outputFolder: join(out, 'playwright-html'), open: 'never' }] as const]),
        ['allure-playwright', { resultsDir: join(out, 'allure-results'), detail: false }],
      ],
});
