/**
 * The whole run for our own command line: every case in one file, in the order in which the engine has its verdicts.
 * Playwright runs a worker's tests one after the other, so a test that waits for a write would hold up all others.
 */

import { casesInOrder, detailsOf, showVerdict, test } from '../src/harness/test.ts';

for (const { area, id, cases } of casesInOrder()) {
  test.describe(area, () => {
    test.describe(id, () => {
      for (const one of cases) test(one.name, detailsOf(one), () => showVerdict(one));
    });
  });
}
