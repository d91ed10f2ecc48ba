/**
 * Locks up what only the next part of the same run may read: users as they were before a run wrote to them. The key is
 * made of the run and its credentials, so that whoever opens a lock could have read the users anyway.
 */

import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Json } from '../model/json.ts';

export interface Seal {
  close(value: Json): string;
  /** undefined where it was closed with another key, or was changed since. */
  open(text: string): Json | undefined;
}

const METHOD = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `secret`: known to nobody who holds what was locked up. */
export function createSeal(secret: string): Seal {
  const key = createHash('sha256').update(`seal ${secret}`).digest();
  return {
    close(value) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(METHOD, key, nonce, { authTagLength: TAG_BYTES });
      const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
    },
    open(text) {
      try {
        const bytes = Buffer.from(text, 'base64');
        const nonce = bytes.subarray(0, NONCE_BYTES);
        const decipher = createDecipheriv(METHOD, key, nonce, { authTagLength: TAG_BYTES });
        decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        const body = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
        return JSON.parse(body.toString('utf8')) as Json;
      } catch {
        return undefined;
      }
    },
  };
}
