/**
 * `init`: writes a target file by asking, or from flags where there is no terminal. It asks for names of environment
 * variables only, so that no secret is ever typed into it, and what it writes is read back before it counts.
 */

import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { readTargetFile } from '../harness/target-file.ts';
import { ConfigurationError, UsageError } from '../model/errors.ts';
import { DEFAULT_REVISION } from '../model/requirement.ts';
import { EXIT, type ExitCode } from '../model/verdict.ts';
import { type AuthKind, type TargetDraft, targetFileText } from './target-draft.ts';

interface Flags {
  readonly file?: string;
  readonly name?: string;
  readonly baseUrl?: string;
  readonly revision?: string;
  readonly profile?: readonly string[];
  readonly auth?: AuthKind;
  readonly tokenUrl?: string;
  readonly companyId?: string;
  readonly userNameDomain?: string;
  readonly requestsPerSecond?: string;
  readonly force?: boolean;
}

/** Gives the flag where there is one, asks where somebody can answer, and takes the default elsewhere. */
type Ask = (
  question: string,
  flag: string | undefined,
  fallback: string | undefined,
  option: string,
) => Promise<string>;

export async function initCommand(flags: Flags): Promise<ExitCode> {
  const terminal =
    process.stdin.isTTY === true ? createInterface({ input: process.stdin, output: process.stderr }) : undefined;
  try {
    const draft = await draftOf(flags, askerOf(terminal));
    const file = flags.file ?? join('targets', `${draft.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.yaml`);
    write(file, targetFileText(draft), flags.force === true);
    process.stdout.write(
      `${file} is written; it holds no secret.\nNext: npx spend-conformance doctor --target ${file}\n`,
    );
    return EXIT.conforms;
  } finally {
    terminal?.close();
  }
}

function askerOf(terminal: ReturnType<typeof createInterface> | undefined): Ask {
  return async (question, flag, fallback, option) => {
    if (flag !== undefined) return flag;
    if (terminal !== undefined) {
      const hint = fallback === undefined || fallback === '' ? '' : ` [${fallback}]`;
      const answer = (await terminal.question(`${question}${hint}: `)).trim();
      if (answer !== '') return answer;
    }
    if (fallback !== undefined) return fallback;
    throw new UsageError(
      `${option} is missing, and there is no terminal to ask at`,
      `Give it as a flag: ${option} ...`,
    );
  };
}

async function draftOf(flags: Flags, ask: Ask): Promise<TargetDraft> {
  const baseUrl = await ask('Base URL, with its prefix if it has one', flags.baseUrl, undefined, '--base-url');
  if (!URL.canParse(baseUrl))
    throw new UsageError(`"${baseUrl}" is no URL`, 'Write it as https://host or https://host/prefix.');
  const { hostname, origin } = new URL(baseUrl);
  const name = await ask('Name of the target', flags.name, hostname.split('.')[0] ?? hostname, '--name');
  const revision = await ask('Contract revision', flags.revision, DEFAULT_REVISION, '--revision');
  const claimed = await ask(
    'What it claims: retrieval, authorization, provisioning',
    flags.profile?.join(','),
    'retrieval',
    '--profile',
  );
  const capabilities = claimed.split(/[\s,]+/).filter(Boolean);
  const auth = await ask(
    'Company token by: token, client_credentials, password, refresh_token',
    flags.auth,
    'token',
    '--auth',
  );
  const provisioning = capabilities.includes('provisioning');
  return {
    name,
    baseUrl,
    revision,
    capabilities,
    auth: authKind(auth),
    tokenUrl:
      auth === 'token' ? '' : await ask('Token endpoint', flags.tokenUrl, `${origin}/oauth2/v0/token`, '--token-url'),
    companyId: provisioning ? await ask('Company id of new users', flags.companyId, '', '--company-id') : '',
    userNameDomain: provisioning
      ? await ask('Domain of new user names', flags.userNameDomain, 'example.com', '--user-name-domain')
      : '',
    requestsPerSecond: await ask('Requests a second', flags.requestsPerSecond, '10', '--requests-per-second'),
  };
}

function authKind(text: string): AuthKind {
  if (text === 'token' || text === 'client_credentials' || text === 'password' || text === 'refresh_token') return text;
  throw new UsageError(
    `unknown way to a token "${text}"`,
    'Known: token, client_credentials, password, refresh_token.',
  );
}

/** Written beside, read back as a run would read it, and only then moved into place. */
function write(file: string, text: string, force: boolean): void {
  if (existsSync(file) && !force) {
    throw new UsageError(`${file} exists already`, 'Choose another --file, or replace it with --force.');
  }
  const beside = `${file}.${process.pid}.new`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(beside, text);
    readTargetFile(beside);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    if (error instanceof ConfigurationError) {
      throw new UsageError(
        error.message.replaceAll(beside, file),
        'Correct the answer or the flag; nothing was written.',
      );
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`${file} cannot be written: ${why}`, 'Choose another place with --file.');
  }
}
