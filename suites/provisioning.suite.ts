import { describeArea } from '../src/harness/test.ts';
import { cases } from './provisioning.cases.ts';

describeArea('provisioning', cases);
