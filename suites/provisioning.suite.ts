import { casesOf, detailsOf, showVerdict, test } from '../src/harness/test.ts';

const requirements = await casesOf('provisioning', () => import('./provisioning.cases.ts'));

test.describe('provisioning', () => {
  for (const { id, cases } of requirements) {
    test.describe(id, () => {
      for (const one of cases) test(one.name, detailsOf(one), () => showVerdict(one));
    });
  }
});
