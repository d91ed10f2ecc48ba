/**
 * Keeps secrets and people out of everything that leaves the process. Tokens are replaced wherever they occur;
 * personal values become short pseudonyms, so that two equal values still look equal in a report.
 */

import { createHash } from 'node:crypto';
import { isArray, isObject, type Json } from '../model/json.ts';

/** Members whose string values say something about a person or an account. */
const PERSONAL = new Set([
  'username',
  'displayname',
  'nickname',
  'name',
  'formatted',
  'familyname',
  'givenname',
  'middlename',
  'legalname',
  'emails',
  'phonenumbers',
  'addresses',
  'emergencycontacts',
  'dateofbirth',
  'employeenumber',
  'employeefilenumber',
  'companycode',
  'deductioncode',
  'cashadvanceaccountcode',
  'value',
]);
/** Members that carry credentials, whatever they hold. */
const SECRET = new Set(['access_token', 'refresh_token', 'id_token', 'client_secret', 'password', 'authorization']);
/** Response headers that may hold credentials. */
const SECRET_HEADERS = new Set(['authorization', 'cookie', 'set-cookie', 'proxy-authorization', 'x-api-key']);
const MASK = '***';
/** Anything shorter would blank out ordinary words. */
const SHORTEST_SECRET = 4;
/** No documented body is nested half as deep; what lies below is left out, for deeper values cannot even be written. */
const DEEPEST = 64;

export interface Redactor {
  /** From now on this secret is replaced as well; for tokens that are issued while a run is under way. */
  learn(secret: string, placeholder: string): void;
  text(value: string): string;
  json(value: Json): Json;
  headers(value: Readonly<Record<string, string>>): Record<string, string>;
}

export interface RedactOptions {
  /** Every token or secret the run knows, by the placeholder that takes its place. */
  readonly secrets: ReadonlyMap<string, string>;
  /** True for the embedded mock, whose people are made up. */
  readonly keepValues: boolean;
}

export function createRedactor(options: RedactOptions): Redactor {
  const placeholders = new Map<string, string>();
  let pattern: RegExp | undefined;
  const learn = (secrets: Iterable<readonly [string, string]>): void => {
    for (const [secret, placeholder] of secrets) {
      if (secret.length < SHORTEST_SECRET) continue;
      for (const form of formsOf(secret)) placeholders.set(form, placeholder);
    }
    // The longest first: one secret may begin another.
    const forms = [...placeholders.keys()].sort((a, b) => b.length - a.length).map(literal);
    pattern = forms.length === 0 ? undefined : new RegExp(forms.join('|'), 'g');
  };
  learn(options.secrets);
  const text = (value: string): string =>
    pattern === undefined ? value : value.replace(pattern, (found) => placeholders.get(found) ?? MASK);
  const json = (value: Json, personal = false, depth = 0): Json => {
    if (typeof value === 'string') return personal && !options.keepValues ? pseudonym(value) : text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= DEEPEST) return '…';
    if (isArray(value)) return value.map((item) => json(item, personal, depth + 1));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        const name = key.toLowerCase();
        if (SECRET.has(name)) return [key, MASK];
        return [text(key), json(item, personal || PERSONAL.has(name), depth + 1)];
      }),
    );
  };
  return {
    learn: (secret, placeholder) => learn([[secret, placeholder]]),
    text,
    json: (value) => json(value),
    headers: (value) =>
      Object.fromEntries(
        Object.entries(value).map(([name, item]) => [name, SECRET_HEADERS.has(name) ? keepScheme(item) : text(item)]),
      ),
  };
}

/** How a server may send a secret back: as it is, in a URL or a form, inside JSON text, or in base64 among other text. */
function formsOf(secret: string): readonly string[] {
  const inUrls = [encodeURIComponent(secret), new URLSearchParams({ secret }).toString().slice('secret='.length)];
  const smallHex = inUrls.map((one) => one.replaceAll(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()));
  const whole = [secret, `Bearer ${secret}`, `bearer ${secret}`].map((one) => Buffer.from(one).toString('base64'));
  const inBase64 = [...whole.map((one) => one.replace(/=+$/, '')), ...[0, 1, 2].map((at) => base64Core(secret, at))];
  const forUrls = inBase64.map((one) => one.replaceAll('+', '-').replaceAll('/', '_'));
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [...new Set([secret, inJson, ...inUrls, ...smallHex, ...inBase64, ...forUrls])];
}

/** The characters of base64 that the secret alone decides where it stands `offset` bytes behind a group of three. */
function base64Core(secret: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
  return bytes.toString('base64').slice(offset === 0 ? 0 : offset + 1, Math.floor((bytes.length * 8) / 6));
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** `Bearer abc` keeps its scheme; anything else is masked whole. */
function keepScheme(value: string): string {
  const scheme = /^(Bearer|Basic|Digest)(?=\s|$)/i.exec(value)?.[0];
  return scheme ? `${scheme} ${MASK}` : MASK;
}

function pseudonym(value: string): string {
  // Extension names in status documents are also called `name`; a URN says nothing about a person.
  if (value === '' || value.startsWith('urn:')) return value;
  return `\u2039${createHash('sha256').update(value).digest('hex').slice(0, 8)}\u203a`;
}
