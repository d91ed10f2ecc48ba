import { describeArea } from '../src/harness/test.ts';

await describeArea('errors', () => import('./errors.cases.ts'));
