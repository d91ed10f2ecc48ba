/** Hands a rotated refresh token to whoever keeps it: a file that only its owner can read, or a command's standard input. */

import { spawn } from 'node:child_process';
import { chmod, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigurationError } from '../model/errors.ts';
import { makeFolder } from './folder.ts';
import type { GrantSettings } from './grants.ts';

const COMMAND_MS = 30_000;

/** A ConfigurationError says when it could not be handed over: the token before it may be worthless by then. */
export async function handOver(token: string, { rotated }: Pick<GrantSettings, 'rotated'>): Promise<void> {
  const { file, command } = rotated;
  if (file !== undefined) await writeTo(file, token);
  else if (command !== undefined) await pipeTo(command, token);
}

/** Written beside and moved into place, so that nobody ever reads half a token. */
async function writeTo(file: string, token: string): Promise<void> {
  const beside = `${file}.${process.pid}.new`;
  try {
    makeFolder(dirname(file), 0o700);
    await writeFile(beside, `${token}\n`, { mode: 0o600 });
    await chmod(beside, 0o600);
    await rename(beside, file);
  } catch (error) {
    throw lost(`written to ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Without a shell, and never as an argument: arguments are visible to everybody on a machine. */
function pipeTo([program = '', ...args]: readonly string[], token: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'], timeout: COMMAND_MS });
    child.once('error', (error) => reject(lost(`given to ${program}: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(lost(`given to ${program}: it ended with ${code ?? signal}`));
    });
    // A command that does not read its input says so by its exit code.
    child.stdin.on('error', () => {});
    child.stdin.end(`${token}\n`);
  });
}

function lost(how: string): ConfigurationError {
  return new ConfigurationError(
    `the new refresh token could not be ${how}`,
    'Correct refreshTokenFile or refreshTokenCommand in the target file; the token of before may no longer be valid.',
  );
}
