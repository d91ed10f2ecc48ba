import { casesOf, detailsOf, showVerdict, test } from '../src/harness/test.ts';

const requirements = await casesOf('errors', () => import('./errors.cases.ts'));

test.describe('errors', () => {
  for (const { id, cases } of requirements) {
    test.describe(id, () => {
      for (const one of cases) test(one.name, detailsOf(one), () => showVerdict(one));
    });
  }
});
