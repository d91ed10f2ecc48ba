import { describeArea } from '../src/harness/test.ts';

await describeArea('filtering', () => import('./filtering.cases.ts'));
