/**
 * Dead Simple Signing Envelopes (DSSE 1.0): what is signed is the type and the body together, so that a signature of one
 * kind of statement never passes for another. Signing and verifying is Node's; this file only frames.
 */

import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { ConfigurationError } from '../model/errors.ts';

export interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly sig: string; readonly keyid?: string }[];
}

/** The bytes that are signed. */
export function preAuthenticationEncoding(type: string, body: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${body.length} `;
  return Buffer.concat([Buffer.from(head), body]);
}

/** Ed25519 hashes by itself; for an elliptic curve SHA-256 is the convention of DSSE and of cosign. */
function hashFor(key: KeyObject): string | null {
  if (key.asymmetricKeyType === 'ed25519') return null;
  if (key.asymmetricKeyType === 'ec') return 'sha256';
  throw new ConfigurationError(
    `a key of type ${key.asymmetricKeyType ?? 'unknown'} cannot be used here`,
    'Use an Ed25519 key (openssl genpkey -algorithm ed25519) or an elliptic curve key.',
  );
}

/** A hint for whoever holds several keys, and nothing more: the start of the public key's SHA-256 fingerprint. */
export function sealed(body: Uint8Array, payloadType: string, key: KeyObject, keyid: string): Envelope {
  const sig = sign(hashFor(key), preAuthenticationEncoding(payloadType, body), key).toString('base64');
  return { payload: Buffer.from(body).toString('base64'), payloadType, signatures: [{ keyid, sig }] };
}

/** The signed body where one of the signatures is this key's, else undefined. */
export function opened(envelope: Envelope, key: KeyObject): Buffer | undefined {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const body = Buffer.from(envelope.payload, 'base64');
  const signed = preAuthenticationEncoding(envelope.payloadType, body);
  const hash = hashFor(publicKey);
  const good = envelope.signatures.some(({ sig }) => {
    const bytes = Buffer.from(sig, 'base64');
    if (hash === null) return verify(null, signed, publicKey, bytes);
    // An elliptic curve signature is written in one of two forms: ASN.1 (cosign) or both numbers side by side (DSSE's vectors).
    return (['der', 'ieee-p1363'] as const).some((dsaEncoding) =>
      verify(hash, signed, { key: publicKey, dsaEncoding }, bytes),
    );
  });
  return good ? body : undefined;
}
