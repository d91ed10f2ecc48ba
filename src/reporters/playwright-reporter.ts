/**
 * Listed first in playwright.config.ts. It tells the engine what is going to run, and gives red tests their status:
 * a test under our CLI carries its verdict as an annotation instead of throwing, because a throw costs a worker.
 * Setting `result.status` is not a documented interface of Playwright; it happens here and nowhere else.
 */

import type { FullConfig, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { LINK_VARIABLE, RED_ANNOTATION } from '../model/link.ts';

export default class EngineReporter implements Reporter {
  printsToStdio(): boolean {
    return false;
  }

  onBegin(_config: FullConfig, suite: Suite): void {
    const link = process.env[LINK_VARIABLE];
    if (link === undefined) return;
    const ids = suite.allTests().flatMap((test) => caseIdOf(test) ?? []);
    // Without the plan each case is judged when a worker asks for it: slower, and still right.
    fetch(`${link}/plan`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ids }),
    }).catch(() => undefined);
  }

  onTestEnd(_test: TestCase, result: TestResult): void {
    const red = result.annotations.find((one) => one.type === RED_ANNOTATION);
    if (!red) return;
    result.status = 'failed';
    const error = { message: red.description ?? 'violated' };
    result.errors = [error];
    result.error = error;
  }
}

function caseIdOf(test: TestCase): string | undefined {
  return test.annotations.find((one) => one.type === 'case')?.description;
}
