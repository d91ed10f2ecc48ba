import { describeArea } from '../src/harness/test.ts';
import { cases } from './errors.cases.ts';

describeArea('errors', cases);
