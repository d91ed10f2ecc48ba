/** What leaves the process, over generated secrets and bodies: no secret in any of its forms, nobody's values. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../src/http/redact.ts';
import { isArray, isObject, type Json } from '../src/model/json.ts';
import { holds, oneOf } from './fixtures/property.ts';

/** The characters of a bearer token (RFC 6750 section 2.1), and secrets that people choose. */
const secret = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9._~+/-]{12,60}={0,2}$/),
  fc.stringMatching(/^[A-Za-z0-9 "\\&%ß€-]{12,40}$/),
);

const base64 = (text: string) => Buffer.from(text).toString('base64');
/** How a server or a library writes a secret that it was sent. */
const FORMS: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (one) => one,
  'in a header': (one) => `Bearer ${one}`,
  'in a URL': (one) => encodeURIComponent(one),
  'in a URL, small hex digits': (one) =>
    encodeURIComponent(one).replaceAll(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
  'in a form': (one) => new URLSearchParams({ one }).toString().slice('one='.length),
  'in JSON text': (one) => JSON.stringify(one),
  'in base64': base64,
  'in base64 without padding': (one) => base64(one).replace(/=+$/, ''),
  'in base64 for URLs': (one) => Buffer.from(one).toString('base64url'),
  'as a header in base64': (one) => base64(`Bearer ${one}`),
  'beside a name in base64': (one) => base64(`client:${one}`),
  'in the middle of base64': (one) => base64(`{"key":"${one}","n":1}`),
};
const form = oneOf(...Object.keys(FORMS));

/** Bodies with a text somewhere inside: as a value, as a member's name, deep down, beside others. */
function bodyWith(text: string): fc.Arbitrary<Json> {
  const name = oneOf('detail', 'value', 'displayName', 'authorization', 'emails', 'id', 'meta');
  return fc.oneof(
    fc.constant<Json>(text),
    fc.constant<Json>({ [text]: 1 }),
    fc
      .tuple(fc.array(name, { maxLength: 5 }), fc.jsonValue(), fc.string({ maxLength: 3 }), fc.string({ maxLength: 3 }))
      .map(
        ([path, beside, before, after]): Json =>
          path.reduceRight<Json>(
            (inner, step) => ({ [step]: inner, beside: [beside as Json] }),
            `${before} ${text} ${after}`,
          ),
      ),
  );
}

/** A secret, how it is written, and a body that holds it so. */
const hidden = fc.tuple(secret, form).chain(([one, how]) => {
  const written = FORMS[how]?.(one) ?? one;
  return bodyWith(written).map((body) => ({ one, how, written, body }));
});

/** Every text in a value, members' names too. */
function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (isArray(value)) return value.flatMap(textsIn);
  if (isObject(value)) return Object.entries(value).flatMap(([name, one]) => [name, ...textsIn(one)]);
  return [];
}

const redactorFor = (secrets: readonly string[], keepValues: boolean) =>
  createRedactor({ secrets: new Map(secrets.map((one, index) => [one, `‹${index}›`])), keepValues });

describe('a secret', () => {
  test('survives in no form and in no place', () =>
    holds(
      400,
      fc.property(hidden, fc.boolean(), ({ one, how, written, body }, keepValues) => {
        const redactor = redactorFor([one], keepValues);
        const places = [
          ...textsIn(redactor.json(body)),
          redactor.text(JSON.stringify(body)),
          redactor.text(`https://h/Users?token=${written}&filter=a`),
          ...Object.values(
            redactor.headers({ location: `https://h/${written}`, authorization: written, 'x-echo': written }),
          ),
        ];
        for (const place of places) for (const gone of [one, written]) expect(place, how).not.toContain(gone);
      }),
    ));
});

describe('a person', () => {
  const NAMES = [
    'userName',
    'displayName',
    'familyName',
    'employeeNumber',
    'VALUE',
    'emails',
    'cashAdvanceAccountCode',
  ];
  const value = fc.stringMatching(/^[A-Za-z0-9@. äß-]{4,30}$/);
  const spot = fc.record({
    path: fc.array(oneOf(...NAMES, 'meta', 'x'), { maxLength: 3 }),
    name: oneOf(...NAMES),
    value,
  });
  /** A list of small objects, each with one person's value at the end of a path. */
  const spots = fc.array(spot, { minLength: 1, maxLength: 8 });
  const bodyOf = (all: readonly { path: readonly string[]; name: string; value: string }[]): Json =>
    all.map(({ path, name, value: held }) =>
      path.reduceRight<Json>((inner, step) => ({ [step]: [inner] }), { [name]: held }),
    );
  const shownIn = (body: Json) => textsIn(body).filter((one) => ![...NAMES, 'meta', 'x'].includes(one));

  test('is named nowhere, and equal values stay equal', () =>
    holds(
      300,
      fc.property(spots, (all) => {
        const shown = shownIn(redactorFor([], false).json(bodyOf(all)));
        expect(shown).toHaveLength(all.length);
        all.forEach(({ value: held }, index) => {
          for (const one of shown) expect(one).not.toContain(held);
          all.forEach((other, at) => {
            expect(shown[index] === shown[at]).toBe(held === other.value);
          });
        });
      }),
    ));

  test('is kept on a target of made-up people, where a secret is not', () =>
    holds(
      100,
      fc.property(spots, secret, (all, one) => {
        const redactor = redactorFor([one], true);
        fc.pre(!JSON.stringify(all).includes(one));
        expect(shownIn(redactor.json(bodyOf(all)))).toEqual(all.map((each) => each.value));
        expect(JSON.stringify(redactor.json({ value: `x${one}` }))).not.toContain(JSON.stringify(one).slice(1, -1));
      }),
    ));
});
