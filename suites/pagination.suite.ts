import { describeArea } from '../src/harness/test.ts';
import { cases } from './pagination.cases.ts';

describeArea('pagination', cases);
