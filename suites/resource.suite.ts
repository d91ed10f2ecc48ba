import { describeArea } from '../src/harness/test.ts';

await describeArea('resource', () => import('./resource.cases.ts'));
