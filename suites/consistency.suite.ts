import { describeArea } from '../src/harness/test.ts';

await describeArea('consistency', () => import('./consistency.cases.ts'));
