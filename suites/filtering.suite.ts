import { casesOf, detailsOf, showVerdict, test } from '../src/harness/test.ts';

const requirements = await casesOf('filtering', () => import('./filtering.cases.ts'));

test.describe('filtering', () => {
  for (const { id, cases } of requirements) {
    test.describe(id, () => {
      for (const one of cases) test(one.name, detailsOf(one), () => showVerdict(one));
    });
  }
});
