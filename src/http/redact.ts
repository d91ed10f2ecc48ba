/**
 * Keeps secrets and people out of everything that leaves the process. Tokens are replaced wherever they occur;
 * personal values become short pseudonyms, so that two equal values still look equal in a report.
 */

import { isArray, isObject, type Json } from '../model/json.ts';
import { hideInQuery } from './filter-text.ts';
import { createPseudonyms, type Pseudonyms } from './pseudonyms.ts';
import { createSecretFinder } from './secrets.ts';

/** Members whose values say something about a person or an account. */
const PERSONAL = new Set([
  'username',
  'displayname',
  'nickname',
  'name',
  'formatted',
  'familyname',
  'givenname',
  'middlename',
  'middleinitial',
  'familynameprefix',
  'academictitle',
  'legalname',
  'honorificprefix',
  'honorificsuffix',
  'title',
  'profileurl',
  'externalid',
  'email',
  'emails',
  'phonenumbers',
  'photos',
  'ims',
  'addresses',
  'emergencycontacts',
  'dateofbirth',
  'leavesofabsence',
  'employeenumber',
  'employeefilenumber',
  'costcenter',
  'department',
  'division',
  'organization',
  'companycode',
  'deductioncode',
  'cashadvanceaccountcode',
  'ledgercode',
  'customdata',
  'value',
]);
/** Inside a personal member these tell which entry it is, not whose. */
const STRUCTURAL = new Set([
  'id',
  'type',
  'primary',
  'notifications',
  'verified',
  'schemas',
  '$ref',
  'synctime',
  'href',
]);
/** Members that carry credentials, whatever they hold. */
const SECRET = new Set(['access_token', 'refresh_token', 'id_token', 'client_secret', 'password', 'authorization']);
/** Response headers that may hold credentials. */
const SECRET_HEADERS = new Set(['authorization', 'cookie', 'set-cookie', 'proxy-authorization', 'x-api-key']);
const MASK = '***';
const INDEX = /^\d+$/;
const SHORTEST_NUMBER = 5;
/** An extension that no document names may hold anything. */
const DOCUMENTED_URN = /^urn:ietf:params:scim:(schemas:(core|extension:(spend|enterprise|concur))|api:messages)/i;
const BASE64 = /[\w+/-]{16,}={0,2}/g;
const PRINTABLE = /^[\x20-\x7e\s\x80-\xff]*$/;
/** No documented body is nested half as deep; what lies below is left out, for deeper values cannot even be written. */
const DEEPEST = 64;

export interface Redactor {
  /** From now on this secret is replaced as well; for tokens that are issued while a run is under way. */
  learn(secret: string, placeholder: string): void;
  /** False where values are kept; then nothing has to be remembered. */
  readonly hidesPeople: boolean;
  /** Remembers the personal values of a body, so that they are found again in other texts. */
  meet(body: Json): void;
  /** Remembers the values that a URL filters by. */
  meetUrl(url: string): void;
  /** Whether a token or a key, or most of one, is in a text. */
  holdsSecret(value: string): boolean;
  /** A sentence of our own. */
  text(value: string): string;
  /** Words of the target. */
  foreign(value: string): string;
  url(value: string): string;
  /** A bare value, personal or not by the members it stands below. */
  at(steps: readonly string[], value: Json, about?: { readonly people: boolean }): Json;
  /** `people: false` for documents that describe attributes, codes and forms: their names are nobody's. */
  json(value: Json, about?: { readonly people: boolean }): Json;
  headers(value: Readonly<Record<string, string>>): Record<string, string>;
}

export interface RedactOptions {
  /** Every token or secret the run knows, by the placeholder that takes its place. */
  readonly secrets: ReadonlyMap<string, string>;
  /** True for the embedded mock, whose people are made up, and where somebody asked for it. */
  readonly keepValues: boolean;
  /** Whoever does not know it cannot guess a value and compare. */
  readonly key?: string;
}

export function createRedactor(options: RedactOptions): Redactor {
  const secrets = createSecretFinder();
  for (const [secret, placeholder] of options.secrets) secrets.learn(secret, placeholder);
  const people: Pseudonyms | undefined = options.keepValues ? undefined : createPseudonyms(options.key ?? '');
  const foreign = (value: string): string => secrets.replace(people ? people.replace(unwrapped(value, people)) : value);

  function json(value: Json, personal: boolean, watched: boolean, depth: number): Json {
    if (typeof value === 'string') return personal && people ? people.of(value) : foreign(value);
    if (typeof value === 'number') {
      const hidden = people !== undefined && (personal || isKnown(String(value), people));
      return hidden ? `${people.of(String(value))} (a number)` : value;
    }
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= DEEPEST) return '…';
    if (isArray(value)) return value.map((item) => json(item, personal, watched, depth + 1));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        if (SECRET.has(key.toLowerCase())) return [key, MASK];
        return [foreign(key), json(item, watched && isPersonal(key, personal), watched, depth + 1)];
      }),
    );
  }

  return {
    learn: secrets.learn,
    hidesPeople: people !== undefined,
    meet: (body) => {
      if (people) meet(body, false, 0, people);
    },
    meetUrl(url) {
      const cut = url.indexOf('?');
      if (cut < 0 || !people) return;
      const learn = (value: string): string => {
        people.learn(value);
        return value;
      };
      hideInQuery(url.slice(cut + 1), learn, (text) => text);
    },
    holdsSecret: (value) => secrets.replace(value) !== value,
    text: (value) => secrets.replace(people ? people.replace(value, true) : value),
    foreign,
    url(value) {
      const cut = value.indexOf('?');
      if (cut < 0 || !people) return foreign(value);
      const query = hideInQuery(value.slice(cut + 1), people.of, foreign);
      return secrets.replace(`${foreign(value.slice(0, cut))}?${query}`);
    },
    json: (value, about) => json(value, false, about?.people ?? true, 0),
    at(steps, value, { people: watched } = { people: true }) {
      const name = steps.at(-1)?.toLowerCase() ?? '';
      if (SECRET.has(name)) return MASK;
      const personal = steps.reduce(
        (inherited, step) => (INDEX.test(step) ? inherited : isPersonal(step, inherited)),
        false,
      );
      return json(value, watched && personal, watched, 0);
    },
    headers: (value) =>
      Object.fromEntries(
        Object.entries(value).map(([name, item]) => [
          foreign(name),
          SECRET_HEADERS.has(name) ? keepScheme(item) : foreign(item),
        ]),
      ),
  };
}

/** A number that was seen as somebody's. Short ones are too often a count. */
function isKnown(digits: string, people: Pseudonyms): boolean {
  return digits.length >= SHORTEST_NUMBER && people.replace(digits) !== digits;
}

/** Text that somebody encoded as base64 hides nothing; where it speaks of people, it is replaced whole. */
function unwrapped(value: string, people: Pseudonyms): string {
  return value.replaceAll(BASE64, (word) => {
    const text = Buffer.from(word, 'base64').toString('latin1');
    return PRINTABLE.test(text) && people.replace(text) !== text ? people.of(word) : word;
  });
}

function isPersonal(key: string, inherited: boolean): boolean {
  const name = key.toLowerCase();
  if (inherited) return !STRUCTURAL.has(name);
  return PERSONAL.has(name) || (name.startsWith('urn:') && !DOCUMENTED_URN.test(name));
}

function meet(value: Json, personal: boolean, depth: number, people: Pseudonyms): void {
  if (typeof value === 'string' || typeof value === 'number') {
    if (personal) people.learn(String(value));
  } else if (depth >= DEEPEST || typeof value !== 'object' || value === null) {
    return;
  } else if (isArray(value)) {
    for (const item of value) meet(item, personal, depth + 1, people);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) meet(item, isPersonal(key, personal), depth + 1, people);
  }
}

/** `Bearer abc` keeps its scheme; anything else is masked whole. */
function keepScheme(value: string): string {
  const scheme = /^(Bearer|Basic|Digest)(?=\s|$)/i.exec(value)?.[0];
  return scheme ? `${scheme} ${MASK}` : MASK;
}
