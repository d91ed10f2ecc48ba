import { describeArea } from '../src/harness/test.ts';

await describeArea('lookup', () => import('./lookup.cases.ts'));
