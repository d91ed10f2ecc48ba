/** Shell completion: what the program answers when the shell asks, and that each script can be read by its shell. */

import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { runCli } from './fixtures/run-cli.ts';

const words = async (...typed: string[]) => {
  const { stdout } = await runCli(['complete', '--', ...typed]);
  return stdout.split('\n').map((line) => line.split('\t')[0]);
};

describe('completion', () => {
  test('commands, flags and the values of flags', async () => {
    expect(await words('')).toEqual(expect.arrayContaining(['run', 'mock', 'compare', 'doctor']));
    expect(await words('run', '--ar')).toContain('--area');
    expect(await words('run', '--area', 'pag')).toContain('pagination');
    expect(await words('run', '--revision', '')).toEqual(expect.arrayContaining(['2021-03', '2024-03', '2026-05']));
    expect(await words('run', '--fault', 'envelope-page')).toContain('envelope-page-number');
    expect(await words('mock', '--variant', '')).not.toEqual([]);
  });

  test('the script for bash is one that bash can read', async () => {
    const { code, stdout } = await runCli(['completion', 'bash']);
    expect(code).toBe(0);
    expect(spawnSync('bash', ['-n'], { input: stdout }).status).toBe(0);
  });

  test.each(['zsh', 'fish', 'powershell'])('there is a script for %s', async (shell) => {
    expect((await runCli(['completion', shell])).stdout).toContain('spend-conformance');
  });

  test('a shell that nobody knows is refused', async () => {
    expect((await runCli(['completion', 'tcsh'])).code).toBe(3);
  });
});
