/** What `npm pack` would publish: complete enough to run outside this repository, and small. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { repositoryPath } from '../src/contract/yaml.ts';

const room = mkdtempSync(join(tmpdir(), 'package-'));
const installed = join(room, 'node_modules', 'spend-conformance');
const MEGABYTE = 1024 * 1024;
/** On disk, beside Playwright. */
const MOST_MEGABYTES = 30;

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

let packed: Packed;

beforeAll(() => {
  const npm = spawnSync('npm', ['pack', '--json', '--pack-destination', room], {
    cwd: repositoryPath(),
    encoding: 'utf8',
  });
  [packed] = JSON.parse(npm.stdout.slice(npm.stdout.indexOf('[\n')));
  mkdirSync(installed, { recursive: true });
  spawnSync('tar', ['-xzf', join(room, packed.filename), '--strip-components=1', '-C', installed]);
  // Its dependencies, as an installation would put them beside it; the registry is not asked.
  symlinkSync(repositoryPath('node_modules'), join(installed, 'node_modules'));
}, 60_000);

function run(...args: readonly string[]) {
  const bin = join(installed, 'bin', 'spend-conformance.js');
  return spawnSync(process.execPath, [bin, ...args], {
    cwd: room,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
}

describe('the package', () => {
  test('holds compiled code, contract and schemas, and no sources or tests', () => {
    const paths = packed.files.map((one) => one.path);
    for (const needed of [
      'bin/spend-conformance.js',
      'dist/src/cli/main.js',
      'dist/suites/lookup.suite.js',
      'LICENSE',
    ]) {
      expect(paths).toContain(needed);
    }
    expect(paths.filter((path) => path.endsWith('.ts') || /^(tests|src|suites|bench)\//.test(path))).toEqual([]);
  });

  test('takes little room beside Playwright', () => {
    // By the lock file, for a folder may hold more than it says.
    const { packages } = JSON.parse(readFileSync(repositoryPath('package-lock.json'), 'utf8')) as {
      packages: Record<string, { dev?: boolean }>;
    };
    const folders = Object.entries(packages)
      .filter(
        ([path, { dev }]) =>
          path !== '' && dev !== true && !/(^|\/)(playwright|playwright-core|@playwright\/test)$/.test(path),
      )
      .map(([path]) => repositoryPath(...path.split('/')))
      .filter((path) => existsSync(path));
    expect(folders.length).toBeGreaterThan(20);
    const used = spawnSync('du', ['-sk', '--', ...folders, installed], { encoding: 'utf8' });
    const kilobytes = used.stdout
      .trim()
      .split('\n')
      .reduce((sum, line) => sum + Number(line.split('\t')[0]), 0);
    expect((kilobytes * 1024) / MEGABYTE).toBeLessThan(MOST_MEGABYTES);
  });

  test('judges the embedded mock from an empty folder', { timeout: 60_000 }, () => {
    const { status, stdout, stderr } = run('run', '--area', 'envelope', '--out', join(room, 'out'));
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('Conforms');
    for (const view of ['report.json', 'report.html', 'junit.xml', 'summary.md']) {
      expect(statSync(join(room, 'out', view)).size).toBeGreaterThan(100);
    }
    const { tool } = JSON.parse(readFileSync(join(room, 'out', 'report.json'), 'utf8'));
    expect(tool.commit).toMatch(/^[0-9a-f]{12}$/);
  });

  test("serves the mock's faults, and refuses with words", () => {
    expect(run('mock', '--list-faults').stdout).toContain('envelope-page-number');
    expect(run('requirements', '--format', 'json').status).toBe(0);
    expect(run('run', '--area', 'nonsense').status).toBe(3);
  });
});

describe('the container file, which no test builds', () => {
  const lines = readFileSync(repositoryPath('Containerfile'), 'utf8').split('\n');
  const manifest = JSON.parse(readFileSync(repositoryPath('package.json'), 'utf8')) as {
    bin: Record<string, string>;
    files: string[];
    engines: { node: string };
  };

  test('installs the very package that npm packs, and starts its command', () => {
    const copied = lines.find((line) => line.startsWith('COPY --from=build'))?.split(' ')[2] ?? '';
    const pattern = new RegExp(`^${copied.replace('/tmp/', '').replaceAll('.', '\\.').replace('*', '.*')}$`);
    expect(packed.filename).toMatch(pattern);
    const entry = lines.find((line) => line.startsWith('ENTRYPOINT')) ?? '';
    expect(Object.keys(manifest.bin)).toContain(JSON.parse(entry.slice('ENTRYPOINT '.length))[0]);
    expect(lines.filter((line) => line.startsWith('FROM')).every((line) => line.startsWith('FROM node:20-slim'))).toBe(
      true,
    );
  });

  test('leaves out nothing that the package is made of, and does not run as root', () => {
    const ignored = readFileSync(repositoryPath('.dockerignore'), 'utf8').trim().split('\n');
    const sources = [
      'src',
      'suites',
      'bin',
      'docs',
      'specs',
      'schemas',
      'targets',
      'package-lock.json',
      'tsconfig.build.json',
    ];
    for (const one of sources) expect(ignored).not.toContain(one);
    for (const one of manifest.files.filter((each) => each !== 'dist')) expect(sources).toContain(one);
    const user = lines.indexOf('USER node');
    expect(user).toBeGreaterThan(lines.findLastIndex((line) => line.startsWith('RUN')));
    expect(user).toBeLessThan(lines.findIndex((line) => line.startsWith('ENTRYPOINT')));
  });
});
