/**
 * What a run says while it is under way. On a terminal one line that is written over; elsewhere a line for each area that
 * is done and a sign of life where it waits; for machines an event a line. The summary at the end is not its business.
 */

import type { PreparedRun } from '../harness/prepare.ts';
import type { CaseRecord } from '../harness/record.ts';
import { systemClock } from '../model/clock.ts';
import { type ConformanceReport, tally } from '../model/report.ts';
import { AREAS, type Area } from '../model/requirement.ts';
import { type ExitCode, impactOf } from '../model/verdict.ts';
import { duration, grouped, oneLine, plural } from '../reporters/format.ts';

/** `live` and `plain` write to stderr, `json` to stdout; `quiet` says nothing. */
export type ProgressKind = 'live' | 'plain' | 'json' | 'quiet';

export interface Progress {
  begin(run: PreparedRun, strict: boolean): void;
  judged(record: CaseRecord): void;
  /** Nothing moves any more; a live line is gone afterwards. */
  stop(): void;
  end(report: ConformanceReport, exit: ExitCode, path: string): void;
}

export interface ProgressStreams {
  /** Columns of the terminal; a live line never wraps. */
  readonly columns: number;
  error(text: string): void;
  output(text: string): void;
}

const REPAINT_MS = 150;
/** In a log a wait shows a sign of life, not a tick. */
const SIGN_OF_LIFE_MS = 15_000;
const LOG_COLUMNS = 200;
const CLEAR = '\r\u001b[K';

export function createProgress(kind: ProgressKind, streams: ProgressStreams, clock = systemClock): Progress {
  const total = new Map<Area, number>();
  const done = new Map<Area, number>();
  const seen = new Set<string>();
  /** Requirements, as everywhere else: one that many cases find broken is one violation. */
  const violated = new Set<string>();
  let current: Area | undefined;
  let timer: NodeJS.Timeout | undefined;
  let run: PreparedRun | undefined;
  let strict = false;
  let startedAt = 0;

  const emit = (event: string, fields: object) => streams.output(`${JSON.stringify({ event, ...fields })}\n`);
  const waiting = () => run?.engine.waits.now()[0];
  const count = (of: ReadonlyMap<Area, number>) => [...of.values()].reduce((sum, one) => sum + one, 0);

  function line(columns: number): string {
    const area = current === undefined ? 'starting' : `${current} ${done.get(current) ?? 0}/${total.get(current) ?? 0}`;
    const parts = [area, `${grouped(count(done))}/${grouped(count(total))} cases`, plural(violated.size, 'violation')];
    const open = waiting();
    if (open) parts.push(`waiting ${duration(clock.now() - open.sinceMs)} for ${open.what}`);
    return oneLine(parts.join(' · '), columns);
  }

  function tick(): void {
    if (kind === 'live') {
      streams.error(`${CLEAR}${line(Math.max(20, streams.columns - 1))}`);
      return;
    }
    const open = waiting();
    if (open === undefined) return;
    const waitedMs = Math.round(clock.now() - open.sinceMs);
    if (kind === 'json') emit('waiting', { for: open.what, ms: waitedMs });
    else streams.error(`${duration(clock.now() - startedAt)}: ${line(LOG_COLUMNS)}\n`);
  }

  return {
    begin(prepared, isStrict) {
      run = prepared;
      strict = isStrict;
      startedAt = clock.now();
      for (const one of prepared.selection.cases) {
        const { area } = prepared.contract.requirement(one.requirement);
        total.set(area, (total.get(area) ?? 0) + 1);
      }
      if (kind === 'quiet') return;
      if (kind === 'json') emit('begin', { revision: prepared.contract.revision, cases: count(total) });
      timer = setInterval(tick, kind === 'live' ? REPAINT_MS : SIGN_OF_LIFE_MS);
      timer.unref();
    },
    judged(record) {
      // A case that looks at every exchange is closed again at the end of a run.
      if (run === undefined || seen.has(record.id)) return;
      seen.add(record.id);
      const { level } = run.contract.requirement(record.requirement);
      const impact = record.verdict === 'not-exercised' ? 'none' : impactOf(level, record.verdict, strict);
      if (impact === 'violation') violated.add(record.requirement);
      current = record.area;
      done.set(record.area, (done.get(record.area) ?? 0) + 1);
      if (kind === 'json') emit('case', { id: record.id, verdict: record.verdict, impact, ms: record.ms });
      if (kind !== 'plain' || done.get(record.area) !== total.get(record.area)) return;
      const finished = AREAS.filter((area) => total.has(area) && done.get(area) === total.get(area)).length;
      streams.error(
        `${duration(clock.now() - startedAt)}: ${record.area} judged, ${plural(total.get(record.area) ?? 0, 'case')} (${finished} of ${plural(total.size, 'area')}), ${plural(violated.size, 'violation')} so far\n`,
      );
    },
    stop() {
      if (timer === undefined) return;
      clearInterval(timer);
      timer = undefined;
      if (kind === 'live') streams.error(CLEAR);
    },
    end(report, exit, path) {
      const { outcome, grade, requirements } = report;
      if (kind === 'json')
        emit('end', { outcome, grade, violations: tally(requirements).violation, exit, report: path });
    },
  };
}

/** Which way suits this process: a line can only be written over on a terminal that can, and that somebody watches. */
export function progressKind(flags: { readonly quiet?: boolean; readonly json?: boolean }): ProgressKind {
  if (flags.json) return 'json';
  if (flags.quiet) return 'quiet';
  const { TERM, CI } = process.env;
  return process.stderr.isTTY && TERM !== 'dumb' && CI === undefined ? 'live' : 'plain';
}

/** The streams of this process. */
export function processStreams(): ProgressStreams {
  return {
    get columns() {
      // Some terminals say 0.
      return process.stderr.columns || 100;
    },
    error: (text) => void process.stderr.write(text),
    output: (text) => void process.stdout.write(text),
  };
}
