/** One example for the help of every command; a command without one fails a test. */

import type { Command } from 'commander';

const EXAMPLES: Readonly<Record<string, string>> = {
  init: 'init --name sandbox --base-url https://us-impl.api.concursolutions.com',
  doctor: 'doctor --target targets/sandbox.yaml',
  plan: 'plan --target targets/sandbox.yaml --population 12000',
  run: "run --target targets/sandbox.yaml --area pagination --case 'pagination.page-size-*'",
  mock: 'mock --port 8080 --users 500 --fault envelope-page-number',
  requirements: 'requirements --revision 2026-05 --format md',
  trace: 'trace --check',
  compare: 'compare reports/yesterday reports/latest',
  history: 'history reports/history --add reports/latest',
  completion: 'completion bash >> ~/.bashrc',
  complete: 'complete -- run',
  merge: 'merge reports/shard-1 reports/shard-2 --out reports/all',
  certify: 'certify reports/latest --key key.pem',
  verify: 'verify reports/latest/certificate.dsse.json --key key.pub',
  deviations: 'deviations accept --help',
  accept: 'deviations accept reports/latest --file targets/sandbox.deviations.yaml --reason ... --expires 2026-12-31',
};

/** For somebody who has never seen this program. */
const FIRST_STEPS = `
Examples:
  spend-conformance run                                    judge the built-in mock: what a run looks like
  spend-conformance init                                   describe your server in a target file
  spend-conformance doctor --target targets/sandbox.yaml   is it reachable and permitted?
  spend-conformance run --target targets/sandbox.yaml      judge it; open reports/latest/report.html
  spend-conformance help run                               the flags of a command`;

export function addFirstSteps(program: Command): void {
  program.addHelpText('after', FIRST_STEPS);
}

export function addExample(command: Command): void {
  const example = EXAMPLES[command.name()];
  if (example !== undefined) command.addHelpText('after', `\nExample:\n  spend-conformance ${example}`);
}
