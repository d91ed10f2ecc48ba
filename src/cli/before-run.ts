/** The commands for the time before a run, as the command line offers them: init, doctor, plan. */

import { type Command, Option } from 'commander';
import { PROFILES, REVISIONS } from '../model/requirement.ts';
import { AUTH_KINDS } from './target-draft.ts';

const collect = (value: string, before: readonly string[] = []) => [...before, value];

export function registerBeforeRun(program: Command, exit: (code: number) => void): void {
  program
    .command('init')
    .description('write a target file, by asking or from flags')
    .option('--file <path>', 'where to write it (default: targets/<name>.yaml)')
    .option('--name <name>', 'short name of the target')
    .option('--base-url <url>', 'scheme, host and prefix')
    .addOption(new Option('--revision <revision>', 'contract revision').choices([...REVISIONS]))
    .option('--profile <profile>', `what the target claims, repeatable: ${PROFILES.join(', ')}`, collect)
    .addOption(new Option('--auth <kind>', 'where the company token comes from').choices([...AUTH_KINDS]))
    .option('--token-url <url>', 'the token endpoint, for anything but a token')
    .option('--company-id <id>', 'provisioning: the company that new users belong to')
    .option('--user-name-domain <domain>', 'provisioning: domain of new user names')
    .option('--requests-per-second <n>', 'how fast a run may ask')
    .option('--force', 'replace a file that exists')
    .action(async (flags) => exit(await (await import('./init-command.ts')).initCommand(flags)));

  const target = (command: Command) =>
    command
      .option('--target <mock|URL|FILE>', 'which target (default: mock)')
      .option('--revision <revision>', `contract revision: ${REVISIONS.join(', ')}`)
      .option('--profile <profile>', `repeatable: ${PROFILES.join(', ')}`, collect)
      .option('--allow-writes', 'as a run that may create and change users')
      .option('--confirm-host <host>', 'the production host that may be written to, typed once more')
      .option('--json', 'as data');

  target(program.command('doctor'))
    .description('ask whether a target is reachable and permitted; exit 0 fine, 2 something is wrong, 3 no ground')
    .action(async (flags) => exit(await (await import('./doctor-command.ts')).doctorCommand(flags)));

  target(program.command('plan'))
    .description('print what a run would send, without sending it')
    .option('--area <area>', 'repeatable', collect)
    .option('--case <pattern>', 'one case id, or a glob with *')
    .option('--population <n>', 'how many users the target has (default: 1000)')
    .action(async (flags) => exit(await (await import('./plan-command.ts')).planCommand(flags)));
}
