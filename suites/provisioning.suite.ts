import { describeArea } from '../src/harness/test.ts';

await describeArea('provisioning', () => import('./provisioning.cases.ts'));
