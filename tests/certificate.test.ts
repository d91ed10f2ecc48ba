/** Certificates: refused for every blocker, broken by every change, and framed as the envelope's own vectors say. */

import { spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { blockersOfCertificate, mismatches, statementOf } from '../src/gate/certificate.ts';
import { opened, preAuthenticationEncoding, sealed } from '../src/gate/dsse.ts';
import { conformingReport, inconclusiveReport, partialReport, violatingReport } from './fixtures/report-sample.ts';
import { runCli } from './fixtures/run-cli.ts';

describe('the envelope, by the test vectors of DSSE 1.0', () => {
  const coordinate = (decimal: string) =>
    Buffer.from(BigInt(decimal).toString(16).padStart(64, '0'), 'hex').toString('base64url');
  const key = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: coordinate('46950820868899156662930047687818585632848591499744589407958293238635476079160'),
      y: coordinate('5640078356564379163099075877009565129882514886557779369047442380624545832820'),
    },
  });
  const envelope = {
    payload: 'aGVsbG8gd29ybGQ=',
    payloadType: 'http://example.com/HelloWorld',
    signatures: [{ sig: 'A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==' }],
  };

  test('what is signed', () => {
    const encoded = preAuthenticationEncoding(envelope.payloadType, Buffer.from('hello world'));
    expect(encoded.toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
    expect(preAuthenticationEncoding('é', Buffer.from('ü')).toString()).toBe('DSSEv1 2 é 2 ü');
  });

  test('the published signature holds, and no other type or body does', () => {
    expect(opened(envelope, key)?.toString()).toBe('hello world');
    expect(opened({ ...envelope, payloadType: 'http://example.com/Other' }, key)).toBeUndefined();
    expect(opened({ ...envelope, payload: 'aGVsbG8gd29ybGQh' }, key)).toBeUndefined();
  });

  test("URL-safe base64 and a stranger's signature beside ours are accepted", () => {
    const safe = envelope.signatures.map(({ sig }) => ({ sig: sig.replaceAll('+', '-').replaceAll('/', '_') }));
    expect(opened({ ...envelope, signatures: [{ sig: 'AAAA' }, ...safe] }, key)?.toString()).toBe('hello world');
  });

  test.each(['ed25519', 'ec'] as const)('a %s key signs and verifies', (type) => {
    const pair = type === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
    const made = sealed(Buffer.from('body'), 'a/b', pair.privateKey, 'id');
    expect(opened(made, pair.publicKey)?.toString()).toBe('body');
    expect(opened(made, generateKeyPairSync('ed25519').publicKey)).toBeUndefined();
  });
});

describe('what blocks a certificate', () => {
  test('nothing, for a run that conforms with grade certifiable', () => {
    expect(blockersOfCertificate(conformingReport())).toEqual([]);
  });

  test.each([
    ['violations', violatingReport(), /is violated/],
    ['open MUSTs', inconclusiveReport(), /could not be judged/],
    ['a part of the cases', partialReport(), /the grade is partial/],
    [
      'no digest of the suite',
      { ...conformingReport(), run: { ...conformingReport().run, digests: {} } },
      /no digest of the suite/,
    ],
    ['deviations', violatingReport(), /deviations\.yaml:3/],
  ])('%s', (_name, report, reason) => {
    expect(blockersOfCertificate(report).join('\n')).toMatch(reason);
  });
});

test('the statement belongs to exactly one report', () => {
  const report = conformingReport();
  const bytes = Buffer.from(JSON.stringify(report));
  const statement = statementOf(report, bytes);
  expect(mismatches(statement, report, bytes)).toEqual([]);
  expect(mismatches(statement, report, Buffer.from(`${bytes} `))).toEqual([
    'report.json is not the one that was certified: its digests differ',
  ]);
  expect(mismatches({ ...statement, predicateType: 'x' }, report, bytes)).toHaveLength(1);
  expect(mismatches(null, report, bytes)).toHaveLength(1);
});

describe('the commands', () => {
  const room = mkdtempSync(join(tmpdir(), 'certificate-'));
  const at = (name: string) => join(room, name);

  beforeAll(() => {
    const pair = generateKeyPairSync('ed25519');
    writeFileSync(at('key.pem'), pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(at('key.pub'), pair.publicKey.export({ type: 'spki', format: 'pem' }));
    writeFileSync(at('report.json'), JSON.stringify(conformingReport()));
    writeFileSync(at('red.json'), JSON.stringify(violatingReport()));
  });

  test('certify, verify, and a changed report', async () => {
    const made = await runCli(['certify', room, '--key', at('key.pem')]);
    expect(made.code, made.stderr).toBe(0);
    expect(made.stdout).toContain('What it does not prove');
    const good = await runCli(['verify', at('certificate.dsse.json'), '--key', at('key.pub')]);
    expect(good.code, good.stdout).toBe(0);
    const changed = {
      ...conformingReport(),
      target: { name: 'x', baseUrl: 'https://other.example', capabilities: [] },
    };
    writeFileSync(at('changed.json'), JSON.stringify(changed));
    const [bad, wrongKey] = await Promise.all([
      runCli(['verify', at('certificate.dsse.json'), '--key', at('key.pub'), '--report', at('changed.json')]),
      runCli(['verify', at('certificate.dsse.json'), '--key', at('red.json')]),
    ]);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain('its digests differ');
    expect(wrongKey.code).toBe(3);
  });

  test.each(['ed25519', 'ec'] as const)('OpenSSL verifies what a %s key signed', async (type) => {
    const pair = type === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
    const file = (name: string, content: string | Buffer) => {
      writeFileSync(at(`${type}-${name}`), content);
      return at(`${type}-${name}`);
    };
    const key = file('key.pem', pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const pub = file('key.pub', pair.publicKey.export({ type: 'spki', format: 'pem' }));
    const out = at(`${type}.dsse.json`);
    expect((await runCli(['certify', room, '--key', key, '--out', out])).code).toBe(0);
    const { payload, signatures } = JSON.parse(readFileSync(out, 'utf8'));
    const body = Buffer.from(payload, 'base64');
    const verified = (bytes: Buffer) => {
      const signed = file(
        'signed',
        Buffer.concat([Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${bytes.length} `), bytes]),
      );
      const signature = file('signature', Buffer.from(signatures[0].sig, 'base64'));
      return spawnSync(
        'openssl',
        type === 'ec'
          ? ['dgst', '-sha256', '-verify', pub, '-signature', signature, signed]
          : ['pkeyutl', '-verify', '-pubin', '-inkey', pub, '-rawin', '-in', signed, '-sigfile', signature],
      );
    };
    // Where there is no OpenSSL, the vectors above have to do.
    if (verified(body).error !== undefined) return;
    expect([verified(body).status, verified(Buffer.concat([body, Buffer.from(' ')])).status]).toEqual([0, 1]);
  });

  test('a run with violations is refused with each blocker, and no key is read for it', async () => {
    const refused = await runCli(['certify', at('red.json'), '--key', at('no-such-key')]);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('is violated');
  });

  test('no message and no certificate shows the key', async () => {
    const secret = readFileSync(at('key.pem'), 'utf8').split('\n')[1] ?? '';
    writeFileSync(at('broken.pem'), `-----BEGIN PRIVATE KEY-----\n${secret}\nx\n-----END PRIVATE KEY-----\n`);
    const { code, stdout, stderr } = await runCli(['certify', room, '--key', at('broken.pem')]);
    expect(code).toBe(3);
    expect(stdout + stderr).not.toContain(secret);
    expect(createPrivateKey(readFileSync(at('key.pem'))).asymmetricKeyType).toBe('ed25519');
  });
});
