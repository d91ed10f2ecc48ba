/** The command line. Everything that goes wrong ends here with one message, what to do about it, and exit code 3. */

import { Command, CommanderError, Option } from 'commander';
import { toolIdentity } from '../harness/tool.ts';
import { explain, isHarnessError } from '../model/errors.ts';
import { AREAS, PROFILES, REVISIONS } from '../model/requirement.ts';
import { EXIT } from '../model/verdict.ts';
import { registerAfterRun } from './after-run.ts';
import { registerBeforeRun } from './before-run.ts';
import { addCompletion } from './completion.ts';
import { addExample, addFirstSteps } from './examples.ts';

const collect = (value: string, before: readonly string[] = []) => [...before, value];

export async function main(argv: readonly string[]): Promise<void> {
  // A reader that has seen enough (`| head`) is no error of ours, and no reason to forget the exit code or the report.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  const setExit = (code: number) => {
    process.exitCode = code;
  };
  try {
    const program = await buildProgram(setExit, argv);
    await program.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed its own sentence; help and version are no errors.
      process.exitCode = error.exitCode === 0 ? 0 : EXIT.unusable;
      return;
    }
    process.stderr.write(`spend-conformance: ${explain(error)}\n`);
    if (!isHarnessError(error) && error instanceof Error && process.env.SPEND_DEBUG) console.error(error.stack);
    process.exitCode = EXIT.unusable;
  }
}

/** Every command with its flags. */
export async function buildProgram(exit: (code: number) => void, argv: readonly string[] = []): Promise<Command> {
  const program = new Command('spend-conformance')
    .description('Judges an HTTP server against the SAP Concur Spend User API.')
    .version(toolIdentity().version)
    .showSuggestionAfterError(true)
    .showHelpAfterError('  Flags and commands: npx spend-conformance --help')
    .exitOverride();

  program
    .command('run', { isDefault: false })
    .description('judge a target; exit 0 conforms, 1 violations, 2 inconclusive, 3 unusable')
    .option('--target <mock|URL|FILE>', 'what to judge (default: mock)')
    .option('--revision <revision>', `contract revision: ${REVISIONS.join(', ')}`)
    .option('--profile <profile>', `repeatable: ${PROFILES.join(', ')}`, collect)
    .option('--area <area>', `repeatable: ${AREAS.join(', ')}`, collect)
    .option('--case <pattern>', 'one case id, or a glob with *')
    .option('--allow-writes', 'let the run create and change users on the target')
    .option('--confirm-host <host>', 'the production host that --allow-writes may write to, typed once more')
    .option('--quiet', 'one line at the end and nothing else')
    .option('--json', 'an event a line on stdout, for machines')
    .option('--strict', 'count a broken SHOULD as a violation')
    .option('--resume <dir>', 'go on with the interrupted run in this folder')
    .option('--keep-values', 'leave personal values in the report as they are')
    .option('--deviations <file>', 'known failures')
    .option('--out <dir>', 'where the report goes (default: reports/latest)')
    .option('--workers <n>', 'Playwright workers')
    .option('--shard <i/n>', 'run one part of the cases')
    .option('--fault <id>', 'mock only, repeatable: a named bug', collect)
    .option('--variant <id>', 'mock only, repeatable: a permitted behaviour', collect)
    .option('--users <n>', 'mock only: size of the population')
    .option('--seed <n>', 'mock only: seed of the population')
    .action(async (flags) => exit(await (await import('./run-command.ts')).runCommand(flags)));

  program
    .command('mock')
    .description('start the reference server')
    .option('--port <n>', 'port (default: any free one)')
    .option('--host <host>', 'address (default: 127.0.0.1)')
    .option('--revision <revision>', `contract revision: ${REVISIONS.join(', ')}`)
    .option('--users <n>', 'size of the population (default: 201)')
    .option('--seed <n>', 'seed of the population')
    .option('--fault <id>', 'repeatable: a named bug', collect)
    .option('--variant <id>', 'repeatable: a permitted behaviour', collect)
    .option('--list-faults', 'print the faults')
    .option('--list-variants', 'print the variants')
    .action(async (flags) => exit(await (await import('./mock-command.ts')).mockCommand(flags)));

  program
    .command('requirements')
    .description('list what is judged')
    .addOption(new Option('--format <format>').choices(['table', 'json', 'md']).default('table'))
    .addOption(new Option('--revision <revision>').choices([...REVISIONS]))
    .action(async (flags) => exit(await (await import('./requirements-command.ts')).requirementsCommand(flags)));

  program
    .command('trace')
    .description('show requirement x case x fault')
    .option('--check', 'fail when something is untested or a fault names nothing')
    .addOption(new Option('--revision <revision>').choices([...REVISIONS]))
    .action(async (flags) => exit(await (await import('./trace-command.ts')).traceCommand(flags)));

  registerAfterRun(program, exit);
  registerBeforeRun(program, exit);

  await addCompletion(program, argv);
  addFirstSteps(program);
  for (const command of program.commands.flatMap((one) => [one, ...one.commands])) {
    command.exitOverride();
    addExample(command);
  }
  return program;
}
