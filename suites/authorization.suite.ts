import { describeArea } from '../src/harness/test.ts';

await describeArea('authorization', () => import('./authorization.cases.ts'));
