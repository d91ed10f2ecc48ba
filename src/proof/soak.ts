/**
 * `npm run soak [-- --runs N] [--cli N] [--starved N] [--seed S] [--variant ID]...`: the full run on the mock again and
 * again, over real HTTP, each time with other users and the cases in another order: 50 times in this process, without
 * Playwright, which judges nothing; twice through the whole command, in the order of the suites; and twice with every
 * processor kept busy beside it. Every verdict must be the same every time, and none an alarm.
 */

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { wholeNumber } from '../harness/flags.ts';
import { prepareRun } from '../harness/prepare.ts';
import { resolveSettings } from '../harness/settings.ts';
import { variantsNamed } from '../mock/named.ts';
import { mix } from '../mock/population/random.ts';
import { startMock } from '../mock/server.ts';
import { ConfigurationError, explain } from '../model/errors.ts';
import type { ConformanceReport, ReportRequirement } from '../model/report.ts';
import { DEFAULT_REVISION } from '../model/requirement.ts';

type Judged = Pick<ReportRequirement, 'id' | 'verdict' | 'impact' | 'level'>;

export interface SoakRun {
  readonly seed: number;
  readonly outcome: string;
  readonly requirements: readonly Judged[];
  readonly ms: number;
}

/** A permutation that depends on the seed alone, so that a run can be repeated. */
export function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const all = [...items];
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = mix(seed, last) % (last + 1);
    const [one, two] = [all[last], all[other]];
    if (one === undefined || two === undefined) continue;
    all[last] = two;
    all[other] = one;
  }
  return all;
}

/** One full run over HTTP in this process. */
export async function soakOnce(seed: number, variants: readonly string[] = []): Promise<SoakRun> {
  const startedAt = performance.now();
  const settings = resolveSettings({ target: 'mock', seed: String(seed) }, {});
  const mock = await startMock({ users: settings.mock.users, seed, variants });
  try {
    const run = await prepareRun({ settings, baseUrl: mock.url, order: (cases) => shuffled(cases, seed) });
    try {
      await run.checkGround();
      await run.begin(new Set(run.selection.cases.map((one) => one.id)));
      const { outcome, requirements } = run.report({ interrupted: false });
      return { seed, outcome, requirements, ms: performance.now() - startedAt };
    } finally {
      await run.close();
    }
  } finally {
    await mock.close();
  }
}

/** One run through the whole command: its own process, Playwright and all artefacts. */
async function soakByCommand(seed: number, variants: readonly string[]): Promise<SoakRun> {
  const startedAt = performance.now();
  const out = await mkdtemp(join(tmpdir(), 'soak-'));
  try {
    const code = await new Promise<number | null>((resolve) => {
      const child = spawn(
        process.execPath,
        [
          'bin/spend-conformance.js',
          'run',
          '--seed',
          String(seed),
          '--out',
          out,
          ...variants.map((id) => `--variant=${id}`),
        ],
        {
          stdio: 'ignore',
        },
      );
      child.on('close', resolve);
      child.on('error', () => resolve(null));
    });
    const report: ConformanceReport = JSON.parse(await readFile(join(out, 'report.json'), 'utf8'));
    const outcome = code === 0 ? report.outcome : `${report.outcome}, exit ${code}`;
    return { seed, outcome, requirements: report.requirements, ms: performance.now() - startedAt };
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** What differs from the first run, and what is an alarm. */
export function complaintsOf(run: SoakRun, first: SoakRun): readonly string[] {
  const before = new Map(first.requirements.map((one) => [one.id, one.verdict]));
  return [
    ...(run.outcome === 'conforms' ? [] : [`came to ${run.outcome}`]),
    ...run.requirements
      .filter((one) => one.impact === 'violation' || one.impact === 'warning')
      .map((one) => `${one.id}: ${one.impact}`),
    ...run.requirements
      .filter((one) => before.get(one.id) !== one.verdict)
      .map((one) => `${one.id}: ${one.verdict}, and ${before.get(one.id)} in the first run`),
  ];
}

const BUSY = 'for (;;) Math.sqrt(2);';

/** Keeps every processor busy until the function that it returns is called. */
function starve(): () => Promise<void> {
  const loops = Array.from({ length: Math.max(2, availableParallelism()) }, () => new Worker(BUSY, { eval: true }));
  return async () => {
    await Promise.all(loops.map((one) => one.terminate()));
  };
}

interface Turn {
  readonly once: (seed: number, variants: readonly string[]) => Promise<SoakRun>;
  readonly starved?: boolean;
}

async function take({ once, starved = false }: Turn, seed: number, variants: readonly string[]): Promise<SoakRun> {
  const feed = starved ? starve() : async () => {};
  try {
    return await once(seed, variants);
  } finally {
    await feed();
  }
}

async function soak(): Promise<number> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '50' },
      cli: { type: 'string', default: '2' },
      starved: { type: 'string', default: '2' },
      seed: { type: 'string' },
      variant: { type: 'string', multiple: true, default: [] },
    },
  });
  const count = (name: 'runs' | 'cli' | 'starved') => ({
    length: wholeNumber(`--${name}`, values[name], 0, 100_000),
  });
  const plan = [
    ...Array.from(count('runs'), (): Turn => ({ once: soakOnce })),
    ...Array.from(count('cli'), (): Turn => ({ once: soakByCommand })),
    ...Array.from(count('starved'), (): Turn => ({ once: soakOnce, starved: true })),
  ];
  if (plan.length === 0)
    throw new ConfigurationError('A soak of no runs shows nothing.', 'Give --runs, --cli or --starved.');
  variantsNamed(values.variant, DEFAULT_REVISION);
  const start = values.seed === undefined ? Date.now() % 2 ** 30 : wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1);
  const times: number[] = [];
  let first: SoakRun | undefined;
  let bad = 0;
  for (const [index, turn] of plan.entries()) {
    // The first seed is the one that was given: `--runs 1 --seed S` repeats run S.
    const run = await take(turn, (start + index * 7_919) % 2 ** 31, values.variant);
    first ??= run;
    times.push(run.ms);
    const complaints = complaintsOf(run, first);
    if (complaints.length > 0) bad += 1;
    for (const complaint of complaints) console.log(`seed ${run.seed}: ${complaint}`);
    if (process.stderr.isTTY)
      process.stderr.write(`\r${index + 1} of ${plan.length} runs${index + 1 === plan.length ? '\n' : ''}`);
  }
  const sorted = times.sort((a, b) => a - b);
  const middle = Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
  console.log(
    `${values.runs} runs in process, ${values.cli} by command and ${values.starved} starved from seed ${start}: ` +
      `${bad} with complaints; ${middle} ms in the middle, ${Math.round(sorted.at(-1) ?? 0)} ms at most`,
  );
  return bad === 0 ? 0 : 1;
}

if (process.argv[1]?.endsWith('soak.ts')) {
  try {
    process.exitCode = await soak();
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 3;
  }
}
