/** The digest of a value, the same wherever it is computed: SHA-256 over its canonical JSON. */

import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../model/json.ts';

export function digestOf(value: Json): string {
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`;
}
