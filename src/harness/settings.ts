/**
 * The effective settings of a run, out of flags, environment and target file, in this order of precedence. Bad input
 * ends here with one message; nothing behind this point has to ask again.
 */

import { existsSync } from 'node:fs';
import type { Deviation } from '../model/deviation.ts';
import { ConfigurationError, UsageError } from '../model/errors.ts';
import {
  AREAS,
  type Area,
  DEFAULT_REVISION,
  PROFILES,
  type Profile,
  REVISIONS,
  type Revision,
} from '../model/requirement.ts';
import { checkedBase, type Geolocation, withoutUser } from './destination.ts';
import { readDeviations } from './deviations-file.ts';
import { extraHeadersOf } from './extra-headers.ts';
import { MOCK_DEFAULTS, REMOTE_DEFAULTS, type TargetDefaults } from './facts.ts';
import { flagsFromEnvironment, oneOf, type RunFlags, wholeNumber } from './flags.ts';
import { type GrantSettings, grantsFrom, tokenMark } from './grants.ts';
import { departuresOf, limitsOf } from './limits.ts';
import { readTargetFile, type TargetFile } from './target-file.ts';
import { type Environment, MOCK_TOKENS, TOKEN_VARIABLES, type TokenRole, tokensFrom } from './tokens.ts';

export interface RunSettings {
  readonly kind: 'mock' | 'remote';
  readonly name: string;
  /** The target file as it was named, where there is one. */
  readonly file?: string;
  /** Without a trailing slash; undefined for the mock, which gets its port when it starts. */
  readonly baseUrl: string | undefined;
  readonly revision: Revision;
  readonly capabilities: readonly Profile[];
  readonly profiles: readonly Profile[];
  readonly areas: readonly Area[];
  readonly casePattern: string | undefined;
  readonly writable: boolean;
  readonly strict: boolean;
  /** Names, e-mail addresses and other personal values stand in the artefacts as they are. */
  readonly keepValues: boolean;
  readonly out: string;
  readonly workers: number | undefined;
  readonly shard: string | undefined;
  /** Tokens from the environment; for a role with a grant, the mark that stands for its token. */
  readonly tokens: ReadonlyMap<TokenRole, string>;
  /** The environment variable of each role's token, for commands that somebody repeats. */
  readonly tokenVariables: ReadonlyMap<TokenRole, string>;
  readonly grants: ReadonlyMap<TokenRole, GrantSettings>;
  readonly geolocation: Geolocation;
  /** The host that somebody typed to allow writing to it. */
  readonly confirmedHost: string | undefined;
  readonly limits: TargetDefaults;
  readonly paths: NonNullable<TargetFile['paths']>;
  readonly headers: Readonly<Record<string, string>>;
  readonly provisioning: {
    readonly companyId?: string;
    readonly userNameDomain: string;
    readonly subjects: readonly string[];
  };
  readonly mock: {
    readonly faults: readonly string[];
    readonly variants: readonly string[];
    readonly users: number;
    readonly seed: number;
  };
  /** The target's known failures; read before anything is sent, so that a mistake in the file costs no run. */
  readonly deviations: readonly Deviation[];
  /** What departs from the target kind's defaults, in words; any of it makes the run exploratory. */
  readonly departures: readonly string[];
  /** Something the reader of the summary should know, such as a profile left out. */
  readonly notes: readonly string[];
}

const DEFAULT_USERS = 201;
const KEPT_VALUES = 'personal values were kept as they are (--keep-values): do not pass this report on';

export function resolveSettings(given: RunFlags, environment: Environment): RunSettings {
  const flags: RunFlags = { ...flagsFromEnvironment(environment), ...given };
  const target = flags.target ?? 'mock';
  if (target === 'mock') return mockSettings(flags);
  for (const name of ['fault', 'variant', 'users', 'seed'] as const) {
    if (flags[name] !== undefined) {
      throw new UsageError(
        `--${name} changes the embedded mock, and the target is ${withoutUser(target)}`,
        `Leave --${name} out, or use --target mock.`,
      );
    }
  }
  return /^https?:\/\//i.test(target)
    ? urlSettings(target, flags, environment)
    : fileSettings(target, flags, environment);
}

function common(
  flags: RunFlags,
  fallback: { profiles: readonly Profile[]; capabilities: readonly Profile[]; mayWrite: boolean },
) {
  const asked = flags.profile?.map((one) => oneOf('profile', one, PROFILES));
  const writable = fallback.mayWrite || flags.allowWrites === true;
  const wanted = asked ?? fallback.profiles;
  // Writes never happen without being allowed, so the profile that needs them is left out, and said so.
  const profiles = writable ? wanted : wanted.filter((one) => one !== 'provisioning');
  const notes =
    profiles.length < wanted.length ? ['provisioning is left out: it writes, and --allow-writes was not given'] : [];
  if (profiles.length === 0) {
    throw new UsageError(
      'no profile is left to judge: provisioning writes, and writes are not allowed',
      'Add --allow-writes, or choose another --profile.',
    );
  }
  const shard = flags.shard;
  if (shard !== undefined && !isShard(shard)) {
    throw new UsageError(`--shard is "${shard}"`, 'Write it as i/n with i from 1 to n, for example 1/3.');
  }
  return {
    profiles,
    capabilities: [...new Set([...fallback.capabilities, ...profiles])],
    areas: flags.area?.map((one) => oneOf('area', one, AREAS)) ?? [],
    casePattern: flags.case,
    writable,
    strict: flags.strict ?? false,
    keepValues: flags.keepValues ?? false,
    confirmedHost: flags.confirmHost,
    out: flags.out ?? 'reports/latest',
    workers: flags.workers === undefined ? undefined : wholeNumber('--workers', flags.workers, 1, 64),
    shard,
    notes: flags.keepValues ? [...notes, KEPT_VALUES] : notes,
    deviations: flags.deviations === undefined ? [] : readDeviations(flags.deviations),
  };
}

function declared({ deviations }: { readonly deviations: readonly Deviation[] }): string[] {
  return deviations.length > 0 ? [`deviations are declared: ${deviations.length}`] : [];
}

function isShard(text: string): boolean {
  const [, index, count] = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(text) ?? [];
  return index !== undefined && Number(index) <= Number(count);
}

function revisionOf(flags: RunFlags, file?: Revision): Revision {
  return flags.revision === undefined ? (file ?? DEFAULT_REVISION) : oneOf('revision', flags.revision, REVISIONS);
}

function mockSettings(flags: RunFlags): RunSettings {
  const faults = flags.fault ?? [];
  const variants = flags.variant ?? [];
  const users = flags.users === undefined ? DEFAULT_USERS : wholeNumber('--users', flags.users, 0, 1_000_000);
  const shared = common(flags, { profiles: PROFILES, capabilities: PROFILES, mayWrite: true });
  return {
    kind: 'mock',
    name: 'embedded mock',
    baseUrl: undefined,
    revision: revisionOf(flags),
    ...shared,
    tokens: MOCK_TOKENS,
    tokenVariables: TOKEN_VARIABLES,
    ...NO_GRANTS,
    limits: MOCK_DEFAULTS,
    paths: {},
    headers: {},
    provisioning: { userNameDomain: 'example.com', subjects: [] },
    mock: {
      faults,
      variants,
      users,
      seed: flags.seed === undefined ? 1 : wholeNumber('--seed', flags.seed, 0, 2 ** 31 - 1),
    },
    departures: [
      ...declared(shared),
      ...faults.map((one) => `the mock carries the fault ${one}`),
      ...variants.map((one) => `the mock behaves as the variant ${one}`),
    ],
  };
}

const NO_GRANTS = { grants: new Map<TokenRole, GrantSettings>(), geolocation: 'ignore' } as const;
const NO_MOCK = { faults: [], variants: [], users: 0, seed: 0 } as const;

function urlSettings(url: string, flags: RunFlags, environment: Environment): RunSettings {
  const shared = common(flags, { profiles: ['retrieval'], capabilities: [], mayWrite: false });
  const baseUrl = checkedBase(url);
  return {
    kind: 'remote',
    name: new URL(baseUrl).host,
    baseUrl,
    revision: revisionOf(flags),
    ...shared,
    tokens: tokensFrom(TOKEN_VARIABLES, environment, url),
    tokenVariables: TOKEN_VARIABLES,
    ...NO_GRANTS,
    limits: REMOTE_DEFAULTS,
    paths: {},
    headers: {},
    provisioning: { userNameDomain: 'example.com', subjects: [] },
    mock: NO_MOCK,
    departures: declared(shared),
  };
}

function fileSettings(path: string, flags: RunFlags, environment: Environment): RunSettings {
  if (!existsSync(path)) {
    throw new ConfigurationError(
      `--target is "${withoutUser(path)}", which is neither a URL nor a file that exists`,
      'Give a URL such as https://host, the word mock, or the path of a target file.',
    );
  }
  const file = readTargetFile(path);
  const grants = grantsFrom(file, path, environment);
  const variables = variablesOf(file);
  const required = new Set([...variables].filter(([role]) => file.auth?.[role]).map(([, name]) => name));
  const tokens = new Map(tokensFrom(variables, environment, path, required));
  for (const role of grants.keys()) tokens.set(role, tokenMark(role));
  const limits = limitsOf(file);
  const shared = common(flags, { profiles: file.capabilities, capabilities: file.capabilities, mayWrite: false });
  return {
    kind: 'remote',
    name: file.name,
    file: path,
    baseUrl: checkedBase(file.baseUrl),
    revision: revisionOf(flags, file.revision),
    ...shared,
    tokens,
    tokenVariables: new Map([
      ...TOKEN_VARIABLES,
      ...variables,
      ...[...grants].map(([role, { tokenVariable }]) => [role, tokenVariable] as const),
    ]),
    grants,
    geolocation: file.geolocation ?? 'ignore',
    limits,
    paths: file.paths ?? {},
    headers: extraHeadersOf(file, path),
    provisioning: {
      ...(file.provisioning?.companyId !== undefined && { companyId: file.provisioning.companyId }),
      userNameDomain: file.provisioning?.userNameDomain ?? 'example.com',
      subjects: file.provisioning?.subjects ?? [],
    },
    mock: NO_MOCK,
    departures: [...declared(shared), ...departuresOf(limits)],
  };
}

/** Where each role's token comes from; the company's from SPEND_TOKEN where the file does not say otherwise. */
function variablesOf(file: TargetFile): ReadonlyMap<TokenRole, string> {
  const variables = new Map<TokenRole, string>();
  for (const role of ['company', 'readonly', 'noscope', 'user'] as const) {
    const credential = file.auth?.[role];
    if (credential?.tokenEnv !== undefined) variables.set(role, credential.tokenEnv);
    else if (role === 'company' && credential === undefined) variables.set(role, 'SPEND_TOKEN');
  }
  return variables;
}
