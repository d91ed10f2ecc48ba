import { describeArea } from '../src/harness/test.ts';
import { cases } from './envelope.cases.ts';

describeArea('envelope', cases);
