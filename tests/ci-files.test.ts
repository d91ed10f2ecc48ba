/** The workflow files we hand out: each is valid, lets no input into a command, and its commands do what they say. */

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { repositoryPath } from '../src/contract/yaml.ts';
import { startMock } from '../src/mock/server.ts';
import type { Json } from '../src/model/json.ts';
import { renderAnnotations } from '../src/reporters/annotations.ts';
import { gitlabErrors } from './fixtures/gitlab-errors.ts';
import { conformingReport, violatingReport } from './fixtures/report-sample.ts';
import { actionErrors, workflowErrors } from './fixtures/workflow-errors.ts';

const read = (...path: string[]) => readFileSync(repositoryPath(...path), 'utf8');
const WORKFLOWS = ['gate', 'nightly', 'sharded'];

interface Step {
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

function stepsOf(text: string): readonly Step[] {
  const { jobs, runs } = parse(text) as { jobs?: Record<string, { steps: Step[] }>; runs?: { steps: Step[] } };
  return runs?.steps ?? Object.values(jobs ?? {}).flatMap((job) => job.steps);
}

describe('workflow files', () => {
  test.each(WORKFLOWS)('%s.yml is a valid workflow', async (name) => {
    expect(await workflowErrors(name, read('ci', 'github', `${name}.yml`))).toEqual([]);
  });

  test('the parser sees what is wrong', async () => {
    const broken = read('ci', 'github', 'gate.yml').replace('runs-on:', 'run-on:');
    expect(await workflowErrors('broken', broken)).not.toEqual([]);
    const alone = read('ci', 'github', 'sharded.yml').replace('needs: judge', 'needs: nobody');
    expect(await workflowErrors('alone', alone)).not.toEqual([]);
    expect(await actionErrors('broken', read('action.yml').replace('using: composite', 'uses: composite'))).not.toEqual(
      [],
    );
  });

  test('action.yml is a valid action', async () => {
    expect(await actionErrors('action.yml', read('action.yml'))).toEqual([]);
  });

  test.each(['action.yml', ...WORKFLOWS.map((name) => `ci/github/${name}.yml`)])(
    'no expression becomes part of a command: %s',
    (file) => {
      for (const { run } of stepsOf(read(...file.split('/')))) expect(run ?? '').not.toContain('${{');
    },
  );

  test('the action hands on every input, and only inputs that exist', () => {
    const action = parse(read('action.yml')) as { inputs: Record<string, unknown> };
    const used = new Set([...read('action.yml').matchAll(/inputs\.([a-z-]+)/g)].map((match) => match[1]));
    expect([...used].sort()).toEqual(Object.keys(action.inputs).sort());
  });

  test('the GitLab file holds keywords of GitLab only, in their form, and every reference leads somewhere', () => {
    const file: Json = parse(read('ci', 'gitlab', 'conformance.gitlab-ci.yml'));
    expect(gitlabErrors(file)).toEqual([]);
    const broken = read('ci', 'gitlab', 'conformance.gitlab-ci.yml');
    for (const [from, to] of [
      ['resource_group:', 'resource-group:'],
      ['needs: [conformance shards]', 'needs: [conformance parts]'],
      ['extends: .report', 'extends: .reports'],
      ['parallel: 3', 'parallel: three'],
      ['when: always', 'when: ever'],
    ]) {
      expect(gitlabErrors(parse(broken.replace(from ?? '', to ?? ''))), from).not.toEqual([]);
    }
  });
});

describe('the commands of the files, one after the other', () => {
  const room = mkdtempSync(join(tmpdir(), 'ci-files-'));
  let mock: Awaited<ReturnType<typeof startMock>>;

  beforeAll(async () => {
    mock = await startMock({ revision: '2024-03', users: 30, seed: 1, port: 0 });
    mkdirSync(join(room, 'targets'));
    const pace = 'pace: { requestsPerSecond: 1000, concurrency: 8 }';
    writeFileSync(
      join(room, 'targets', 'sandbox.yaml'),
      `name: sandbox\nbaseUrl: ${mock.url}\ncapabilities: [retrieval]\nauth:\n  company: { tokenEnv: SPEND_TOKEN }\n${pace}\n`,
    );
    // What npx finds after an installation.
    writeFileSync(
      join(room, 'npx'),
      `#!/bin/sh\nwhile [ "\${1#-}" != "$1" ]; do shift; done\nshift\nexec '${process.execPath}' '${repositoryPath('bin/spend-conformance.js')}' "$@"\n`,
      { mode: 0o755 },
    );
  });
  afterAll(() => mock.close());

  /** As the runner does: bash, stop at the first error, in the checkout. One area is enough to see that a command works. */
  function shell(
    script: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ code: number | null; output: string }> {
    return new Promise((resolve) => {
      const { SPEND_TOKEN: _token, CI: _ci, ...clean } = process.env;
      const summary = join(room, 'step-summary');
      const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], {
        cwd: room,
        env: {
          ...clean,
          PATH: `${room}:${process.env.PATH}`,
          SPEND_AREA: 'envelope',
          SPEND_TOKEN: 'mock-company-token',
          GITHUB_STEP_SUMMARY: summary,
          ...env,
        },
      });
      let output = '';
      child.stdout.on('data', (chunk) => (output += chunk));
      child.stderr.on('data', (chunk) => (output += chunk));
      child.once('exit', (code) => resolve({ code, output }));
    });
  }

  const commandsOf = (file: string) =>
    stepsOf(read(...file.split('/'))).flatMap(({ run }) => (run === undefined ? [] : [run]));

  test('the action', { timeout: 60_000 }, async () => {
    for (const script of commandsOf('action.yml')) {
      const { code, output } = await shell(script, {
        SPEND_TARGET: 'mock',
        SPEND_OUT: 'reports/latest',
        VERSION: 'latest',
        GITHUB_ACTIONS: 'true',
      });
      expect(code, output).toBe(0);
    }
    expect(readFileSync(join(room, 'step-summary'), 'utf8')).toContain('Conforms');
  });

  test('the gate starts a server that answers', { timeout: 60_000 }, async () => {
    for (const script of commandsOf('ci/github/gate.yml')) {
      const { code, output } = await shell(`${script.replaceAll('8080', '18080')}\nkill %1 2>/dev/null || true`);
      expect(code, output).toBe(0);
    }
    expect(readFileSync(join(room, 'server.log'), 'utf8')).toContain('listening http://127.0.0.1:18080');
  });

  test('the nightly run, twice, has a history', { timeout: 120_000 }, async () => {
    for (const script of [...commandsOf('ci/github/nightly.yml'), ...commandsOf('ci/github/nightly.yml')]) {
      const { code, output } = await shell(script);
      expect(code, output).toBe(0);
    }
    expect(readFileSync(join(room, 'reports', 'history', 'index.html'), 'utf8')).toContain('2 runs kept');
  });

  test('the shards merge', { timeout: 120_000 }, async () => {
    const [judge = '', ...rest] = commandsOf('ci/github/sharded.yml');
    for (const shard of ['1', '2', '3']) {
      const { code, output } = await shell(judge, { SHARD: shard });
      expect(code, output).toBe(0);
    }
    for (const script of rest) {
      const { code, output } = await shell(script);
      expect(code, output).toBe(0);
    }
  });

  test('the scripts of the GitLab file, as its runner puts them together', { timeout: 180_000 }, async () => {
    const file = parse(read('ci', 'gitlab', 'conformance.gitlab-ci.yml')) as Record<string, { script?: string[] }>;
    const scriptOf = (name: string) => file[name]?.script?.join('\n') ?? 'exit 9';
    const history = join(room, 'reports', 'history');
    rmSync(history, { recursive: true, force: true });
    for (const [name, env] of [
      ['conformance gate', {}],
      ['conformance nightly', {}],
      ['conformance nightly', {}],
      ['conformance shards', { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '3' }],
      ['conformance shards', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' }],
      ['conformance shards', { CI_NODE_INDEX: '3', CI_NODE_TOTAL: '3' }],
      ['conformance merge', {}],
    ] as const) {
      const { code, output } = await shell(scriptOf(name), env);
      expect(code, `${name}: ${output}`).toBe(0);
    }
    expect(readFileSync(join(history, 'index.html'), 'utf8')).toContain('2 runs kept');
    // A red night stays red, and is kept all the same.
    const fewer = scriptOf('conformance nightly').replace(
      '--target targets/sandbox.yaml',
      '--fault envelope-page-number',
    );
    expect((await shell(fewer)).code).toBe(1);
    expect(readFileSync(join(history, 'index.html'), 'utf8')).toContain('3 runs kept');
  });
});

describe('annotations', () => {
  test('a violation is an error, a warning a warning, what stayed open a notice', () => {
    const lines = renderAnnotations(violatingReport()).trim().split('\n');
    expect(lines.map((line) => line.slice(0, line.indexOf(' ')))).toEqual([
      '::error',
      '::warning',
      '::notice',
      '::notice',
      '::notice',
    ]);
    expect(renderAnnotations(conformingReport())).toBe('');
  });

  test('text of a target cannot become a command of its own', () => {
    const report = violatingReport();
    const hostile = JSON.parse(
      JSON.stringify(report).replaceAll('101 resources came', 'x\\n::stop-commands::y%0A::error::z'),
    );
    for (const line of renderAnnotations(hostile).trim().split('\n'))
      expect(line).toMatch(/^::(error|warning|notice) title=/);
    expect(renderAnnotations(hostile)).not.toContain('%0A');
  });
});
