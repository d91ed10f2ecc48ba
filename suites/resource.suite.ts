import { describeArea } from '../src/harness/test.ts';
import { cases } from './resource.cases.ts';

describeArea('resource', cases);
