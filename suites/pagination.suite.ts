import { describeArea } from '../src/harness/test.ts';

await describeArea('pagination', () => import('./pagination.cases.ts'));
