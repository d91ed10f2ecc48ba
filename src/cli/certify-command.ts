/** `certify DIR` and `verify FILE`: a signed statement about one run, made and checked offline. */

import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { blockersOfCertificate, mismatches, PAYLOAD_TYPE, PROVES_NOT, statementOf } from '../gate/certificate.ts';
import { type Envelope, opened, sealed } from '../gate/dsse.ts';
import { readReport } from '../gate/read-report.ts';
import { ConfigurationError } from '../model/errors.ts';
import { canonicalJson, isArray, isObject, type Json } from '../model/json.ts';
import { EXIT, type ExitCode } from '../model/verdict.ts';

const CERTIFICATE = 'certificate.dsse.json';

export function certifyCommand(folder: string, flags: { readonly key: string; readonly out?: string }): ExitCode {
  const file = existsSync(join(folder, 'report.json')) ? join(folder, 'report.json') : folder;
  const report = readReport(file);
  const blockers = blockersOfCertificate(report);
  if (blockers.length > 0) {
    process.stdout.write('Not certified. In the way:\n');
    for (const one of blockers) process.stdout.write(`  ${one}\n`);
    return report.outcome === 'inconclusive' ? EXIT.inconclusive : EXIT.violations;
  }
  const key = readKey(flags.key, 'private');
  const body = Buffer.from(canonicalJson(statementOf(report, readFileSync(file))));
  const out = flags.out ?? join(dirname(file), CERTIFICATE);
  const envelope = sealed(body, PAYLOAD_TYPE, key, keyIdOf(key));
  try {
    writeFileSync(out, `${JSON.stringify(envelope, null, 2)}\n`);
  } catch (error) {
    throw new ConfigurationError(
      `the certificate cannot be written to ${out}`,
      'Choose another file with --out.',
      error,
    );
  }
  process.stdout.write(`Certified: ${out}\n`);
  tellLimits();
  return EXIT.conforms;
}

export function verifyCommand(file: string, flags: { readonly key: string; readonly report?: string }): ExitCode {
  const path = flags.report ?? join(dirname(file), 'report.json');
  const envelope = readEnvelope(file);
  const body = opened(envelope, readKey(flags.key, 'public'));
  const problems =
    body === undefined
      ? ['no signature of this key is on the certificate']
      : envelope.payloadType === PAYLOAD_TYPE
        ? mismatches(parsed(body.toString('utf8'), file), readReport(path), readFileSync(path))
        : [`the payload is "${envelope.payloadType}", not ${PAYLOAD_TYPE}`];
  if (problems.length > 0) {
    process.stdout.write('Not valid:\n');
    for (const one of problems) process.stdout.write(`  ${one}\n`);
    return EXIT.violations;
  }
  process.stdout.write(`Valid: ${file} certifies ${path}\n`);
  tellLimits();
  return EXIT.conforms;
}

function tellLimits(): void {
  process.stdout.write('What it does not prove:\n');
  for (const one of PROVES_NOT) process.stdout.write(`  ${one}\n`);
}

function readKey(path: string, kind: 'private' | 'public'): KeyObject {
  try {
    const pem = readFileSync(path);
    return kind === 'private' ? createPrivateKey(pem) : createPublicKey(pem);
  } catch {
    // The cause is left out: it may quote the file, and the file may be a key.
    throw new ConfigurationError(
      `${path} holds no ${kind} key that can be read`,
      'Make a pair with: openssl genpkey -algorithm ed25519 -out key.pem; openssl pkey -in key.pem -pubout -out key.pub.',
    );
  }
}

function keyIdOf(key: KeyObject): string {
  const der = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex');
}

function parsed(text: string, file: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new ConfigurationError(`${file} holds something that is not JSON`, 'Give a certificate of this tool.', error);
  }
}

function readEnvelope(file: string): Envelope {
  if (!existsSync(file)) throw new ConfigurationError(`${file} does not exist`, `Give the ${CERTIFICATE} of a run.`);
  const value = parsed(readFileSync(file, 'utf8'), file);
  const refusal = new ConfigurationError(`${file} is no DSSE envelope`, `Give the ${CERTIFICATE} of a run.`);
  if (!isObject(value)) throw refusal;
  const { payload, payloadType, signatures } = value;
  if (typeof payload !== 'string' || typeof payloadType !== 'string' || !isArray(signatures)) throw refusal;
  const read = signatures.map((one) => {
    if (!isObject(one) || typeof one.sig !== 'string') throw refusal;
    return { sig: one.sig };
  });
  return { payload, payloadType, signatures: read };
}
