/** `mock`: the reference server on its own, as a stand-in for development or to see a fault on the wire. */

import { oneOf, wholeNumber } from '../harness/flags.ts';
import { loadFaults } from '../mock/faults/catalogue.ts';
import { startMock } from '../mock/server.ts';
import { listVariants } from '../mock/variants.ts';
import { ConfigurationError } from '../model/errors.ts';
import { DEFAULT_REVISION, REVISIONS } from '../model/requirement.ts';
import { EXIT, type ExitCode } from '../model/verdict.ts';

interface Flags {
  readonly port?: string;
  readonly host?: string;
  readonly revision?: string;
  readonly users?: string;
  readonly seed?: string;
  readonly fault?: readonly string[];
  readonly variant?: readonly string[];
  readonly listFaults?: boolean;
  readonly listVariants?: boolean;
}

export async function mockCommand(flags: Flags): Promise<ExitCode> {
  if (flags.listFaults) {
    const faults = await loadFaults();
    print(faults.map((one) => `${one.id.padEnd(44)} ${one.violates.padEnd(44)} ${one.summary}`));
    return EXIT.conforms;
  }
  if (flags.listVariants) {
    print(listVariants().map((one) => `${one.id.padEnd(44)} ${one.summary}`));
    return EXIT.conforms;
  }
  const host = flags.host ?? '127.0.0.1';
  const mock = await startMock({
    revision: flags.revision === undefined ? DEFAULT_REVISION : oneOf('revision', flags.revision, REVISIONS),
    users: flags.users === undefined ? 201 : wholeNumber('--users', flags.users, 0, 1_000_000),
    seed: flags.seed === undefined ? 1 : wholeNumber('--seed', flags.seed, 0, 2 ** 31 - 1),
    faults: flags.fault ?? [],
    variants: flags.variant ?? [],
    port: flags.port === undefined ? 0 : wholeNumber('--port', flags.port, 0, 65_535),
    host,
  }).catch((error: unknown) => {
    throw cannotListen(error, host, flags.port) ?? error;
  });
  process.stdout.write(`listening ${mock.url}\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await mock.close();
  return EXIT.conforms;
}

/** An address that is taken or not ours, in words; undefined for anything else. */
function cannotListen(error: unknown, host: string, port = 'any'): ConfigurationError | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string' || !/^(EADDR|EACCES|ENOTFOUND)/.test(code)) return undefined;
  const next =
    code === 'EADDRINUSE'
      ? 'Choose another --port, or leave it out for a free one.'
      : 'Choose another --host or --port.';
  return new ConfigurationError(`the mock cannot listen on ${host}, port ${port} (${code})`, next, error);
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
