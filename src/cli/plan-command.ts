/** `plan`: what a run with the same flags would send, how long it would take, and whom it would create or change. */

import { requireConfirmedHost } from '../harness/destination.ts';
import { type RunFlags, wholeNumber } from '../harness/flags.ts';
import { type RunSettings, resolveSettings } from '../harness/settings.ts';
import { isHarnessError } from '../model/errors.ts';
import { EXIT, type ExitCode } from '../model/verdict.ts';
import { assumedTimes, MOST_USERS, type Rehearsal, rehearse } from './rehearsal.ts';

interface Flags extends RunFlags {
  readonly json?: boolean;
  readonly population?: string;
}

/** A middling tenant, where nobody says how large it is. */
const POPULATION = 1_000;

export async function planCommand({ json, population: asked, ...flags }: Flags): Promise<ExitCode> {
  const settings = resolveSettings(flags, process.env);
  const usual = settings.kind === 'mock' ? settings.mock.users : POPULATION;
  const population = asked === undefined ? usual : wholeNumber('--population', asked, 0, 200_000);
  const plan = planOf(settings, population, await rehearse(settings, population));
  process.stdout.write(json ? `${JSON.stringify(plan, null, 2)}\n` : textOf(plan));
  return EXIT.conforms;
}

function planOf(settings: RunSettings, population: number, rehearsal: Rehearsal) {
  const { pace, budgets } = settings.limits;
  const notes = [...settings.notes, ...confirmationNote(settings), ...openNotes(settings, rehearsal)];
  return {
    target: settings.name,
    ...(settings.baseUrl !== undefined && { baseUrl: settings.baseUrl }),
    revision: settings.revision,
    profiles: settings.profiles,
    writes: settings.writable,
    cases: rehearsal.cases,
    population,
    requests: {
      expected: rehearsal.requests,
      /** Repeats after throttling and broken connections are counted in. */
      atMost: budgets.requests,
      byOperation: Object.fromEntries([...rehearsal.byOperation].sort(([, a], [, b]) => b - a)),
      byArea: Object.fromEntries(rehearsal.byArea),
    },
    users: {
      created: rehearsal.created,
      createdAtMost: settings.writable ? budgets.newUsers : 0,
      changed: rehearsal.changed,
    },
    seconds: { expected: Math.ceil(rehearsal.seconds), atMost: Math.ceil(budgets.runMs / 1_000) },
    pace,
    open: rehearsal.open,
    assumptions: settings.kind === 'mock' ? [] : assumptions(population, settings),
    notes,
  };
}

function assumptions(population: number, settings: RunSettings): readonly string[] {
  const { latencyMs, processingMs } = assumedTimes(settings);
  return [
    `the target has ${population.toLocaleString('en')} users (--population)`,
    ...(population > MOST_USERS
      ? [`more than ${MOST_USERS.toLocaleString('en')} cost no more: walks are bounded`]
      : []),
    `an answer takes ${latencyMs} ms`,
    ...(settings.writable ? [`a provisioning request takes ${processingMs / 1_000} s`] : []),
    'nothing is throttled',
  ];
}

function openNotes({ limits }: RunSettings, { requests, seconds, open }: Rehearsal): readonly string[] {
  const told = Object.entries(open).map(([reason, count]) => `${count} ${reason}`);
  const ends = requests >= limits.budgets.requests || seconds * 1_000 >= limits.budgets.runMs;
  return [
    ...(ends ? ['a budget ends this run early: raise budgets.requests or budgets.run, or select less'] : []),
    ...(told.length > 0
      ? [`a target of this size leaves cases open even where it is perfect: ${told.join(', ')}`]
      : []),
  ];
}

function confirmationNote(settings: RunSettings): readonly string[] {
  if (settings.baseUrl === undefined) return [];
  try {
    requireConfirmedHost(settings.baseUrl, settings);
    return [];
  } catch (error) {
    if (!isHarnessError(error)) throw error;
    return [`${error.message}: ${error.nextStep}`];
  }
}

function textOf(plan: ReturnType<typeof planOf>): string {
  const { requests, users, seconds, pace } = plan;
  const number = (value: number) => value.toLocaleString('en');
  const operations = Object.entries(requests.byOperation).map(
    ([id, count]) => `  ${id.padEnd(20)} ${number(count).padStart(7)}`,
  );
  const speed = pace.requestsPerSecond === undefined ? '' : `, ${pace.requestsPerSecond} requests a second`;
  return [
    `${plan.target}${plan.baseUrl === undefined ? '' : ` at ${plan.baseUrl}`}, contract ${plan.revision}, ${plan.profiles.join(', ')}`,
    `${number(plan.cases)} cases; nothing was sent`,
    '',
    ...operations,
    `  ${'requests'.padEnd(20)} ${number(requests.expected).padStart(7)}   at most ${number(requests.atMost)}`,
    '',
    plan.writes
      ? `users   ${number(users.created)} created (at most ${number(users.createdAtMost)}), ${number(users.changed)} changed; users cannot be deleted`
      : 'users   none created, none changed',
    `time    about ${durationText(seconds.expected)}, at most ${durationText(seconds.atMost)} (${pace.concurrency} at once${speed})`,
    ...(plan.assumptions.length > 0 ? ['', `assuming that ${plan.assumptions.join('; ')}`] : []),
    ...plan.notes.map((one) => `note: ${one}`),
    '',
  ].join('\n');
}

function durationText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
