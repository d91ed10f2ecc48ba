import { casesOf, detailsOf, showVerdict, test } from '../src/harness/test.ts';

const requirements = await casesOf('consistency', () => import('./consistency.cases.ts'));

test.describe('consistency', () => {
  for (const { id, cases } of requirements) {
    test.describe(id, () => {
      for (const one of cases) test(one.name, detailsOf(one), () => showVerdict(one));
    });
  }
});
