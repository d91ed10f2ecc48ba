import { describeArea } from '../src/harness/test.ts';

await describeArea('envelope', () => import('./envelope.cases.ts'));
