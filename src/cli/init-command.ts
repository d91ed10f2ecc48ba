/**
 * `init`: writes a target file by asking, or from flags where there is no terminal. It asks for no secret, only names
 * come into the file, and what it writes is read back before it counts.
 */

import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withoutUser } from '../harness/destination.ts';
import { oneOf } from '../harness/flags.ts';
import { makeFolder } from '../harness/folder.ts';
import { readTargetFile } from '../harness/target-file.ts';
import { isLoopback } from '../http/proxy.ts';
import { ConfigurationError, isHarnessError, UsageError } from '../model/errors.ts';
import { DEFAULT_REVISION, PROFILES, REVISIONS } from '../model/requirement.ts';
import { EXIT, type ExitCode } from '../model/verdict.ts';
import { openDialogue } from './dialogue.ts';
import { AUTH_KINDS, type TargetDraft, targetFileText } from './target-draft.ts';

interface Flags {
  readonly file?: string;
  readonly name?: string;
  readonly baseUrl?: string;
  readonly revision?: string;
  readonly profile?: readonly string[];
  readonly auth?: string;
  readonly tokenUrl?: string;
  readonly companyId?: string;
  readonly userNameDomain?: string;
  readonly requestsPerSecond?: string;
  readonly force?: boolean;
}

interface Question<T> {
  readonly text: string;
  readonly option: string;
  readonly flag: string | undefined;
  /** Taken where nobody answers; without it somebody has to. */
  readonly fallback?: string;
  /** Throws a UsageError for an answer that cannot be meant. */
  readonly read: (answer: string) => T;
}

export async function initCommand(flags: Flags): Promise<ExitCode> {
  const draft = await draftOf(flags);
  const file = flags.file ?? join('targets', `${draft.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.yaml`);
  write(file, targetFileText(draft), flags.force === true);
  process.stdout.write(
    `${file} is written; it holds no secret.\nNext: npx spend-conformance doctor --target ${file}\n`,
  );
  return EXIT.conforms;
}

async function draftOf(flags: Flags): Promise<TargetDraft> {
  const dialogue = process.stdin.isTTY === true ? openDialogue() : undefined;
  /** The flag where there is one, else what somebody answers, else the default. */
  async function ask<T>({ text, option, flag, fallback, read }: Question<T>): Promise<T> {
    if (flag !== undefined) return read(flag);
    if (dialogue !== undefined) return dialogue.ask(text, fallback, read);
    if (fallback !== undefined) return read(fallback);
    throw new UsageError(
      `${option} is missing, and there is no terminal to ask at`,
      `Give it as a flag: ${option} ...`,
    );
  }
  const asGiven = (answer: string) => answer;
  try {
    const baseUrl = await ask({
      text: 'Base URL, with its prefix if it has one',
      option: '--base-url',
      flag: flags.baseUrl,
      read: url,
    });
    const { hostname, origin } = new URL(baseUrl);
    const name = await ask({
      text: 'Name of the target',
      option: '--name',
      flag: flags.name,
      fallback: hostname,
      read: asGiven,
    });
    const revision = await ask({
      text: `Contract revision (${REVISIONS.join(', ')})`,
      option: '--revision',
      flag: flags.revision,
      fallback: DEFAULT_REVISION,
      read: (answer) => oneOf('revision', answer, REVISIONS),
    });
    const capabilities = await ask({
      text: `What it claims (${PROFILES.join(', ')})`,
      option: '--profile',
      flag: flags.profile?.join(','),
      fallback: 'retrieval',
      read: (answer) =>
        answer
          .split(/[\s,]+/)
          .filter(Boolean)
          .map((one) => oneOf('profile', one, PROFILES)),
    });
    const auth = await ask({
      text: `Company token by (${AUTH_KINDS.join(', ')})`,
      option: '--auth',
      flag: flags.auth,
      fallback: 'token',
      read: (answer) => oneOf('way to a token', answer, AUTH_KINDS),
    });
    const tokenUrl =
      auth === 'token'
        ? undefined
        : await ask({
            text: 'Token endpoint',
            option: '--token-url',
            flag: flags.tokenUrl,
            fallback: `${origin}/oauth2/v0/token`,
            read: safeUrl,
          });
    const provisioning = capabilities.includes('provisioning')
      ? {
          companyId: await ask({
            text: 'Company id of new users',
            option: '--company-id',
            flag: flags.companyId,
            fallback: '',
            read: asGiven,
          }),
          userNameDomain: await ask({
            text: 'Domain of new user names',
            option: '--user-name-domain',
            flag: flags.userNameDomain,
            fallback: 'example.com',
            read: asGiven,
          }),
        }
      : undefined;
    const requestsPerSecond = await ask({
      text: 'Requests a second',
      option: '--requests-per-second',
      flag: flags.requestsPerSecond,
      fallback: '10',
      read: speed,
    });
    return { name, baseUrl, revision, capabilities, auth, tokenUrl, provisioning, requestsPerSecond };
  } finally {
    dialogue?.close();
  }
}

function url(answer: string): string {
  const parsed = /^https?:\/\//i.test(answer) && URL.canParse(answer) ? new URL(answer) : undefined;
  if (parsed === undefined) {
    throw new UsageError(`"${withoutUser(answer)}" is no URL`, 'Write it as https://host or https://host/prefix.');
  }
  if (parsed.username === '' && parsed.password === '') return answer;
  throw new UsageError(
    `"${withoutUser(answer)}" has credentials in it, and a target file holds no secret`,
    'Leave them out; tokens come from the environment.',
  );
}

/** Where secrets are sent. */
function safeUrl(answer: string): string {
  const parsed = new URL(url(answer));
  if (parsed.protocol === 'https:' || isLoopback(parsed.hostname)) return answer;
  throw new UsageError(
    `"${answer}" is plain HTTP, and secrets would travel in the clear`,
    'Write it with https; plain HTTP is for loopback addresses only.',
  );
}

function speed(answer: string): number {
  if (Number(answer) > 0) return Number(answer);
  throw new UsageError(`"${answer}" is no number of requests a second`, 'Give a number above 0, such as 10 or 0.5.');
}

/** Written beside, read back as a run would read it, and only then moved into place. */
function write(file: string, text: string, force: boolean): void {
  if (existsSync(file) && !force) {
    throw new UsageError(`${file} exists already`, 'Choose another --file, or replace it with --force.');
  }
  const beside = `${file}.${process.pid}.new`;
  try {
    makeFolder(dirname(file));
    writeFileSync(beside, text);
    readTargetFile(beside);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    if (isHarnessError(error)) {
      throw new UsageError(
        error.message.replaceAll(beside, file),
        'Correct the answer or the flag; nothing was written.',
      );
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`${file} cannot be written: ${why}`, 'Choose another place with --file.');
  }
}
