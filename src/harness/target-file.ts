/** Reads a target file strictly against schemas/harness/target.schema.json. It never holds a secret itself. */

import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { repositoryPath } from '../contract/yaml.ts';
import { ConfigurationError, didYouMean } from '../model/errors.ts';
import type { OperationId, Profile, Revision } from '../model/requirement.ts';

/** How a token is got from a token endpoint; secrets are named by environment variable. */
export interface OAuth2Credential {
  readonly tokenUrl: string;
  readonly grant: 'client_credentials' | 'password' | 'refresh_token';
  readonly clientIdEnv: string;
  readonly clientSecretEnv: string;
  readonly usernameEnv?: string;
  readonly passwordEnv?: string;
  /** `authtoken` marks the password as a company's request token. */
  readonly credtype?: 'password' | 'authtoken';
  readonly refreshTokenEnv?: string;
  /** Where a rotated refresh token is written, and where the next run looks first. */
  readonly refreshTokenFile?: string;
  /** Gets a rotated refresh token on its standard input. */
  readonly refreshTokenCommand?: readonly string[];
  readonly scope?: string;
}

/** One of the two; the schema sees to that. */
export interface Credential {
  readonly tokenEnv?: string;
  readonly oauth2?: OAuth2Credential;
}

/** The file as it stands; durations are still text. */
export interface TargetFile {
  readonly name: string;
  readonly baseUrl: string;
  /** Whether the base URL that a token response names takes the place of `baseUrl`; `ignore` without it. */
  readonly geolocation?: 'ignore' | 'documented' | readonly string[];
  readonly revision?: Revision;
  readonly capabilities: readonly Profile[];
  readonly auth?: Readonly<Partial<Record<'company' | 'readonly' | 'noscope' | 'user', Credential>>>;
  readonly provisioning?: {
    readonly companyId?: string;
    readonly userNameDomain?: string;
    readonly subjects?: readonly string[];
  };
  readonly pace?: { readonly requestsPerSecond?: number; readonly concurrency?: number };
  readonly polling?: { readonly first?: string; readonly factor?: number; readonly max?: string };
  readonly budgets?: {
    readonly response?: string;
    readonly convergence?: string;
    readonly run?: string;
    readonly requests?: number;
    readonly newUsers?: number;
  };
  readonly paths?: Readonly<Partial<Record<OperationId, string>>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export function readTargetFile(file: string): TargetFile {
  const counter = new LineCounter();
  const document = parseDocument(readText(file), { lineCounter: counter, uniqueKeys: true });
  const broken = document.errors[0];
  if (broken) {
    const line = broken.linePos?.[0].line ?? 1;
    throw new ConfigurationError(`${file}:${line}: ${broken.message.split('\n')[0]}`, 'Correct the YAML on that line.');
  }
  const schema: unknown = JSON.parse(readFileSync(repositoryPath('schemas/harness/target.schema.json'), 'utf8'));
  const validate = new Ajv2020({ strict: true, allErrors: true, verbose: true }).compile<TargetFile>(schema as object);
  const value = plainOf(document, file);
  if (validate(value)) return value;
  const error = firstToTell(validate.errors ?? []);
  const path = error ? pathOf(error) : [];
  const node = [path, path.slice(0, -1)].map((one) => document.getIn(one, true)).find(isNode);
  const line = node?.range ? counter.linePos(node.range[0]).line : 1;
  throw new ConfigurationError(`${file}:${line}: ${sentenceOf(error)}`, 'targets/example.yaml shows every key.');
}

function plainOf(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // Aliases of aliases that would grow without end.
    throw new ConfigurationError(`${file} cannot be read as YAML`, 'Write it without aliases.', error);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigurationError(
      `the target file ${file} cannot be read`,
      'Give a URL, the word mock, or the path of a target file such as targets/example.yaml.',
      error,
    );
  }
}

/** A mistyped key comes before the key that is missing because of it. */
function firstToTell(errors: readonly ErrorObject[]): ErrorObject | undefined {
  return errors.find((one) => one.keyword === 'additionalProperties') ?? errors[0];
}

function pathOf(error: ErrorObject): string[] {
  const path = error.instancePath.split('/').slice(1);
  const extra: unknown = error.params.additionalProperty;
  return typeof extra === 'string' ? [...path, extra] : path;
}

function sentenceOf(error: ErrorObject | undefined): string {
  if (!error) return 'the file does not fit the schema of target files';
  const where = error.instancePath === '' ? 'the file' : error.instancePath.slice(1).replaceAll('/', '.');
  const extra: unknown = error.params.additionalProperty;
  if (typeof extra === 'string') {
    const known = Object.keys((error.parentSchema?.properties as object | undefined) ?? {});
    return `unknown key "${extra}" in ${where}.${didYouMean(extra, known)}`;
  }
  const allowed: unknown = error.params.allowedValues;
  if (Array.isArray(allowed)) return `${where} must be one of ${allowed.join(', ')}`;
  return `${where} ${error.message ?? 'is not valid'}`;
}

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** A timer that is asked for more than 2^31 ms fires at once. */
const LONGEST_MS = 24 * 24 * UNITS.h;

/** `250ms`, `30s`, `10m`, `1h` in milliseconds; the schema has checked the form. */
export function durationMs(text: string | undefined, fallbackMs: number): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text ?? '');
  if (!match) return fallbackMs;
  const ms = Number(match[1]) * UNITS[match[2] as keyof typeof UNITS];
  if (ms <= LONGEST_MS) return ms;
  throw new ConfigurationError(`the duration ${text} is longer than 24 days`, 'Write at most 576h.');
}
