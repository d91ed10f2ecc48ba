/** The commands for what a run left: comparing, keeping, merging, certifying, and writing down what is known. */

import { type Command, Option } from 'commander';

export function registerAfterRun(program: Command, exit: (code: number) => void): void {
  program
    .command('compare <old> <new>')
    .description('what changed between two reports; exit 1 on regressions')
    .addOption(new Option('--format <format>').choices(['text', 'md', 'json']).default('text'))
    .option('--slower <factor>', 'exit 1 as well where writes take longer to show, by more than this factor (p95)')
    .action(async (before, after, flags) =>
      exit((await import('./compare-command.ts')).compareCommand(before, after, flags)),
    );

  program
    .command('history <dir>')
    .description('keep runs and draw their trend; exit 1 when the added run is a step back')
    .option('--add <run>', 'folder or report.json of the run to add')
    .option('--keep <n>', 'how many runs are kept', '400')
    .option('--slower <factor>', 'exit 1 as well where writes take longer to show, by more than this factor (p95)')
    .action(async (folder, flags) => exit((await import('./history-command.ts')).historyCommand(folder, flags)));

  program
    .command('merge <dirs...>')
    .description('one report out of all shards of a run')
    .option('--out <dir>', 'where the merged report goes', 'reports/merged')
    .action(async (folders, flags) => exit(await (await import('./merge-command.ts')).mergeCommand(folders, flags)));

  program
    .command('certify <dir>')
    .description('sign a statement about a run that conforms with grade certifiable')
    .requiredOption('--key <file>', 'private key in PEM form (Ed25519)')
    .option('--out <file>', 'where it goes (default: certificate.dsse.json in the folder of the run)')
    .action(async (folder, flags) => exit((await import('./certify-command.ts')).certifyCommand(folder, flags)));

  program
    .command('verify <certificate>')
    .description('check a certificate and its report offline; exit 1 when it does not hold')
    .requiredOption('--key <file>', 'public key in PEM form')
    .option('--report <file>', 'the report (default: report.json beside the certificate)')
    .action(async (file, flags) => exit((await import('./certify-command.ts')).verifyCommand(file, flags)));

  const deviations = program.command('deviations').description('known failures of a target');
  deviations
    .command('accept <report> [ids...]')
    .description('write failing cases of a report (or only these cases and requirements) into a deviations file')
    .requiredOption('--file <file>', 'the deviations file, for example targets/sandbox.deviations.yaml')
    .requiredOption('--reason <text>', 'why they are accepted for now')
    .requiredOption('--expires <day>', 'the last day on which they are, YYYY-MM-DD')
    .option('--reference <text>', 'where they are tracked')
    .action(async (report, ids, flags) =>
      exit((await import('./deviations-command.ts')).acceptCommand(report, ids, flags)),
    );
}
