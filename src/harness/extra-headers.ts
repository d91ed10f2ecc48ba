/** Headers that a target file adds to every request. What would break a request, or a case, is told before the first one. */

import { ConfigurationError } from '../model/errors.ts';
import type { TargetFile } from './target-file.ts';

const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const VALUE = /^[\t\x20-\x7e]*$/;
/** Cases choose them, or the wire does. */
const OURS = new Set([
  'accept',
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

/** By lower-case name. */
export function extraHeadersOf({ headers = {} }: TargetFile, path: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const lower = name.toLowerCase();
      if (OURS.has(lower)) {
        throw new ConfigurationError(
          `${path}: the run itself writes the header ${lower}, and some cases are about it`,
          lower === 'authorization' ? 'Name the token under auth.' : 'Leave it out of headers.',
        );
      }
      if (!NAME.test(name) || !VALUE.test(value)) {
        throw new ConfigurationError(
          `${path}: the header ${JSON.stringify(name)} has a name or a value that HTTP cannot carry`,
          'Write it on one line, in ASCII.',
        );
      }
      return [lower, value];
    }),
  );
}
