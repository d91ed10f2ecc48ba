import { describeArea } from '../src/harness/test.ts';
import { cases } from './filtering.cases.ts';

describeArea('filtering', cases);
