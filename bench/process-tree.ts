/** Runs a command and watches its whole process tree: wall time, exit code, and the peak of summed resident memory. */

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface TreeRun {
  readonly wallMs: number;
  readonly exitCode: number;
  readonly peakMb: number;
  readonly stdout: string;
}

const SAMPLE_MS = 25;
const PAGE_BYTES = 4096;

export function runTree(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<TreeRun> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let peak = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    const sampler = setInterval(() => {
      if (child.pid !== undefined) peak = Math.max(peak, residentBytes(child.pid));
    }, SAMPLE_MS);
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(sampler);
      resolve({ wallMs: performance.now() - start, exitCode: code ?? -1, peakMb: peak / 1024 / 1024, stdout });
    });
  });
}

/** Resident pages of a process and everything below it, from /proc. */
function residentBytes(root: number): number {
  const children = new Map<number, number[]>();
  const resident = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The command name is in parentheses and may hold anything, so fields are counted behind it.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const parent = Number(fields[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
      resident.set(Number(name), Number(fields[21]) * PAGE_BYTES);
    } catch {
      // The process ended while it was being read.
    }
  }
  const sum = (pid: number): number =>
    (resident.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child), 0);
  return sum(root);
}
