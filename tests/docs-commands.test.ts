/**
 * Every command in the documents is executed, in the order in which a reader would type it, in a folder that holds what
 * the document assumes. Runs are narrowed to one area through the environment. A comment "exit N" in the line says how
 * it ends; without one it ends with 0. What is not executed stands below with its reason.
 */

import { spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryPath } from '../src/contract/yaml.ts';
import { MOCK_TOKENS, TOKEN_VARIABLES } from '../src/harness/tokens.ts';
import { startMock } from '../src/mock/server.ts';
import { blocksOf, commandsOf, documents, textOf } from './fixtures/documents.ts';
import { conformingReport, violatingReport } from './fixtures/report-sample.ts';

/** Commands that no test types. */
const EXCEPTIONS: readonly { readonly command: RegExp; readonly why: string }[] = [
  { command: /^npm (ci|cit)\b/, why: 'installs the project; that this test runs shows that it did' },
  { command: /^npm run /, why: 'long; that the script exists is tested below, and npm test runs what they run' },
  { command: /^cosign /, why: 'not installed here; tests/certificate.test.ts holds the format to its own vectors' },
  { command: /^npx (@stoplight|allure)\b/, why: 'fetched when needed; npm run ecosystem runs Prism' },
  { command: /conformance init( |$)(?!.*--name)/, why: 'asks at a terminal; tests/init.test.ts answers' },
  { command: /playwright test .*--ui\b/, why: 'opens a window' },
  { command: /list-sets-a-cookie|envelope\.no-cookies/, why: 'exists only once the recipe around it was followed' },
];

/** Tools that a machine may lack. What the lines after them need is there in any case. */
const ABSENT = [
  { tool: 'jq', lines: /\bjq\b|statement\.json|-in signed/ },
  { tool: 'openssl', lines: /^openssl / },
].filter(({ tool }) => spawnSync(tool, ['--version']).error !== undefined);

/** What stands for something of the reader's own. */
const STAND_INS: readonly (readonly [RegExp, string])[] = [
  [/(SPEND_TOKEN\w*)=\.\.\./g, '$1=mock-company-token'],
  [/--reason \.\.\./g, '--reason known'],
];

/** What a line finds in place, besides what the lines before it left. */
const BEFORE: readonly { readonly command: RegExp; readonly shell: string }[] = [
  { command: /conformance init /, shell: 'rm -f targets/sandbox.yaml' },
  { command: /conformance (certify|compare)\b/, shell: 'cp "$SAMPLES/conforming.json" reports/latest/report.json' },
  {
    command: /deviations accept reports/,
    shell:
      'grep -q \'"outcome": *"violations"\' reports/latest/report.json || cp "$SAMPLES/violating.json" reports/latest/report.json',
  },
];
const AFTER_INIT = 'cp "$SAMPLES/sandbox.yaml" targets/sandbox.yaml';

const REPOSITORY_BIN = repositoryPath('node_modules', '.bin');

const room = mkdtempSync(join(tmpdir(), 'docs-commands-'));
const samples = join(room, 'samples');
let mock: Awaited<ReturnType<typeof startMock>>;

beforeAll(async () => {
  mock = await startMock({ revision: '2024-03', users: 40, seed: 1, port: 0 });
  mkdirSync(samples);
  writeFileSync(join(samples, 'conforming.json'), JSON.stringify(conformingReport()));
  writeFileSync(join(samples, 'violating.json'), JSON.stringify(violatingReport()));
  writeFileSync(
    join(samples, 'sandbox.yaml'),
    `name: sandbox\nbaseUrl: ${mock.url}\ncapabilities: [retrieval]\nauth:\n  company: { tokenEnv: SPEND_TOKEN }\n` +
      'pace: { requestsPerSecond: 1000, concurrency: 8 }\n',
  );
  // What npx finds after an installation; Playwright's own commands are typed in a clone.
  const skip = `while [ "\${1#-}" != "$1" ]; do shift; done\nname=$1; shift\n`;
  writeFileSync(
    join(room, 'npx'),
    `#!/bin/sh\n${skip}case $name in\n` +
      `spend-conformance) exec '${process.execPath}' '${repositoryPath('bin/spend-conformance.js')}' "$@";;\n` +
      `*) SPEND_OUT="$PWD/reports/playwright" && export SPEND_OUT && cd '${repositoryPath()}' && exec '${REPOSITORY_BIN}'/$name "$@";;\nesac\n`,
    { mode: 0o755 },
  );
});
afterAll(async () => {
  await mock.close();
  rmSync(room, { recursive: true, force: true });
});

/** A folder as the document assumes it: the target files it names, an earlier run, a key pair. */
function prepared(name: string): string {
  const folder = join(room, name.replaceAll('/', '-'));
  for (const one of ['reports/latest', 'reports/yesterday', 'targets'])
    mkdirSync(join(folder, one), { recursive: true });
  for (const one of ['sandbox', 'production'])
    cpSync(join(samples, 'sandbox.yaml'), join(folder, 'targets', `${one}.yaml`));
  for (const one of ['latest', 'yesterday'])
    cpSync(join(samples, 'conforming.json'), join(folder, 'reports', one, 'report.json'));
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(folder, 'key.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  return folder;
}

interface Typed {
  readonly command: string;
  readonly due: number;
  readonly shell: string;
}

function typed(command: string): Typed {
  const due = Number(/#.*\bexit (\d)/.exec(command)?.[1] ?? 0);
  const port = new URL(mock.url).port;
  let line = STAND_INS.reduce((text, [from, to]) => text.replaceAll(from, to), command);
  line = line.replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`).replace('--port 8080', '--port 0');
  const before = BEFORE.filter((one) => one.command.test(command)).map((one) => one.shell);
  // One area is enough to see that a command works; a pattern looks for its cases everywhere.
  const area = command.includes('--case') ? '' : 'envelope';
  const after = /conformance init /.test(command) ? AFTER_INIT : ':';
  // A server goes on until somebody ends it: it has to say that it listens.
  const listens = '> server.log 2>&1 & for i in $(seq 100); do grep -q listening server.log && break; sleep 0.1; done';
  if (/conformance mock --port/.test(line)) {
    line = `${line.replace(/\s+#.*$/, '')} ${listens}\ngrep -q listening server.log && kill $!`;
  }
  return { command, due, shell: [...before, `export SPEND_AREA=${area}`, line, 'code=$?', after].join('\n') };
}

/** One shell for a document, as one terminal: what a line exports, the next one sees. */
function session(
  lines: readonly Typed[],
  folder: string,
): Promise<ReadonlyMap<number, { code: number; output: string }>> {
  const script = lines.map(({ shell }, index) => `${shell}\necho "@@ended ${index} $code"`).join('\n');
  return new Promise((resolve) => {
    const { CI: _ci, GITHUB_ACTIONS: _actions, ...clean } = process.env;
    const tokens = Object.fromEntries([...TOKEN_VARIABLES].map(([role, name]) => [name, MOCK_TOKENS.get(role) ?? '']));
    const child = spawn('bash', ['-c', `exec 2>&1\n${script}`], {
      cwd: folder,
      env: {
        ...clean,
        ...tokens,
        PATH: `${room}:${process.env.PATH}`,
        HOME: folder,
        SAMPLES: samples,
        SPEND_WORKERS: '1',
        NO_COLOR: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.once('close', () => {
      const ended = new Map<number, { code: number; output: string }>();
      let rest = text;
      for (const [mark, index, code] of text.matchAll(/@@ended (\d+) (\d+)\n/g)) {
        const at = rest.indexOf(mark);
        ended.set(Number(index), { code: Number(code), output: rest.slice(0, at) });
        rest = rest.slice(at + mark.length);
      }
      resolve(ended);
    });
  });
}

const isException = (command: string) => EXCEPTIONS.some((one) => one.command.test(command));
const isTypable = (command: string) => !ABSENT.some(({ lines }) => lines.test(command));
const toType = (path: string) => commandsOf(textOf(path)).filter((one) => !isException(one) && isTypable(one));

describe('the commands of the documents', () => {
  test.each(documents().filter((path) => toType(path).length > 0))('%s', { timeout: 120_000 }, async (path) => {
    const lines = toType(path).map(typed);
    const ended = await session(lines, prepared(path));
    const wrong = lines.flatMap(({ command, due }, index) => {
      const { code, output } = ended.get(index) ?? { code: undefined, output: 'never ended' };
      return code === due ? [] : [`${command}\nended with ${code}, ${due} was due:\n${output}`];
    });
    expect(wrong.join('\n\n')).toBe('');
  });

  test('every exception is needed', () => {
    const commands = documents().flatMap((path) => commandsOf(textOf(path)));
    expect(EXCEPTIONS.filter((one) => !commands.some((command) => one.command.test(command)))).toEqual([]);
  });

  test('no command hides in a block that is not marked as shell', () => {
    const hidden = documents().flatMap((path) =>
      blocksOf(textOf(path))
        .filter(({ language }) => language !== 'sh' && language !== 'bash')
        .flatMap(({ lines }) =>
          lines.filter((line) => /^(npm|npx|docker|cosign|SPEND_\w+=|export [A-Z_]+=)/.test(line)),
        )
        .map((line) => `${path}: ${line}`),
    );
    expect(hidden).toEqual([]);
  });

  test('every npm script that a document names exists', () => {
    const manifest = JSON.parse(readFileSync(repositoryPath('package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = documents().flatMap((path) =>
      [...textOf(path).matchAll(/npm run (?:-\S+ )*([a-z]+)/g)].map((match) => match[1] ?? ''),
    );
    expect(named.filter((one) => !(one in manifest.scripts))).toEqual([]);
  });

  test('every place that a document links to exists', () => {
    const broken = documents().flatMap((path) =>
      [...textOf(path).matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap(([, link = '']) => {
        const target = new URL(link, `file://${repositoryPath(...path.split('/'))}`);
        try {
          readFileSync(target);
          return [];
        } catch (error) {
          return error instanceof Error && 'code' in error && error.code === 'EISDIR' ? [] : [`${path}: ${link}`];
        }
      }),
    );
    expect(broken).toEqual([]);
  });

  test('every decision has a number of its own, and its line in the list', () => {
    const files = readdirSync(repositoryPath('docs', 'decisions')).filter((name) => /^\d/.test(name));
    const listed = [...textOf('docs/decisions/README.md').matchAll(/^\| \[(\d{4})\]\((\1-[a-z-]+\.md)\) \|/gm)];
    expect(listed.map((match) => match[2])).toEqual(files.sort());
    expect(new Set(files.map((name) => name.slice(0, 4))).size).toBe(files.length);
    for (const name of files) {
      expect(textOf(`docs/decisions/${name}`)).toMatch(new RegExp(`^# ${Number(name.slice(0, 4))}\\. `));
    }
  });
});
