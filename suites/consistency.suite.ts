import { describeArea } from '../src/harness/test.ts';
import { cases } from './consistency.cases.ts';

describeArea('consistency', cases);
