import { describeArea } from '../src/harness/test.ts';
import { cases } from './authorization.cases.ts';

describeArea('authorization', cases);
