/** `doctor`: one line for each question, as soon as it is answered; `--json` prints them as one document. */

import type { DoctorAnswer } from '../harness/doctor/answer.ts';
import { exitOf } from '../harness/doctor/answer.ts';
import { doctor } from '../harness/doctor/doctor.ts';
import type { RunFlags } from '../harness/flags.ts';
import { resolveSettings } from '../harness/settings.ts';
import type { ExitCode } from '../model/verdict.ts';
import { openTarget } from './host.ts';

const SIGNS: Readonly<Record<DoctorAnswer['verdict'], string>> = {
  fine: '✓',
  wrong: '✗',
  unclear: '?',
  'not asked': '·',
};
const CLOSING = {
  0: 'A run has ground to stand on.',
  2: 'A run has ground to stand on, and something would be judged badly or not at all.',
  3: 'A run would stop here: there is no ground to stand on.',
} as const;

export async function doctorCommand({ json, ...flags }: RunFlags & { readonly json?: boolean }): Promise<ExitCode> {
  const resolved = resolveSettings(flags, process.env);
  const { settings, baseUrl, close } = await openTarget(resolved);
  const answers: DoctorAnswer[] = [];
  try {
    if (!json) process.stdout.write(`${settings.name} at ${baseUrl}, contract ${settings.revision}\n\n`);
    for await (const answer of doctor({ settings, baseUrl, environment: process.env })) {
      answers.push(answer);
      if (!json) process.stdout.write(lineOf(answer));
    }
  } finally {
    await close();
  }
  const exit = exitOf(answers);
  if (json) {
    const document = { target: settings.name, baseUrl, revision: settings.revision, exit, answers };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else process.stdout.write(`\n${exit === 1 ? '' : CLOSING[exit]}\n`);
  return exit;
}

function lineOf({ question, verdict, says, blame, todo }: DoctorAnswer): string {
  const line = `${SIGNS[verdict]} ${question.padEnd(15)} ${says}\n`;
  if (blame === undefined || todo === undefined) return line;
  return `${line}${' '.repeat(18)}${blame}: ${todo}\n`;
}
