import { describeArea } from '../src/harness/test.ts';
import { cases } from './lookup.cases.ts';

describeArea('lookup', cases);
