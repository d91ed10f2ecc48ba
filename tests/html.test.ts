import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { afterAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../src/reporters/html.ts';
import { writeViews } from '../src/reporters/write-views.ts';
import { hostileReport, hugeReport } from './fixtures/report-extremes.ts';
import { conformingReport, emptyReport, partialReport, violatingReport } from './fixtures/report-sample.ts';

const ASSETS = new URL('../src/reporters/html/', import.meta.url);

interface Tag {
  readonly name: string;
  readonly attributes: string;
}

/** Opening tags as a browser's tokenizer would see them: the inside of scripts and styles is not markup. */
function tagsOf(page: string): Tag[] {
  const markup = page.replaceAll(/(<(script|style)[^>]*>)[\s\S]*?<\/\2>/g, '$1');
  return [...markup.matchAll(/<([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>/g)].map(
    ([, name = '', attributes = '']) => ({
      name: name.toLowerCase(),
      attributes,
    }),
  );
}

function attribute(tag: Tag, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag.attributes)?.[1];
}

function dataBlocks(page: string): unknown[] {
  return [...page.matchAll(/<script type="application\/json">([\s\S]*?)<\/script>/g)].map(([, text = '']) =>
    JSON.parse(text),
  );
}

describe('report.html', () => {
  const page = renderHtml(violatingReport());

  it('allows exactly its own style and scripts, and nothing to be fetched', () => {
    const policy =
      /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'") ?? '';
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = '']) => hash(text));
    const [style] = [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text = '']) => hash(text));
    expect(scripts).toHaveLength(3);
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${scripts.join(' ')}`,
      `style-src ${style}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('refers to nothing outside itself', () => {
    for (const tag of tagsOf(page)) {
      expect(['link', 'img', 'iframe', 'object', 'embed', 'base', 'video', 'audio']).not.toContain(tag.name);
      expect(attribute(tag, 'src')).toBeUndefined();
      expect(attribute(tag, 'href') ?? '#').toMatch(/^#/);
      expect(tag.attributes).not.toMatch(/\s(on\w+|style)=/);
    }
    const [style] = /<style>[\s\S]*?<\/style>/.exec(page) ?? [''];
    expect(/url\(|@import/.test(style)).toBe(false);
  });

  it('says on the first screen how it came out, why, and who was judged', () => {
    const first = page.slice(page.indexOf('<main>'), page.indexOf('id="requirements-title"'));
    for (const text of [
      'Does not conform',
      'exploratory',
      'the convergence budget is 2m instead of 10m',
      'provisioning is left out',
      'sandbox-eu',
      'https://sandbox.example.com/eu',
      '2024-03',
      '2026-11-22 01:30 UTC',
      'What blocks certification',
      'A page of 101 was asked for and 101 resources came.',
      'no case ran',
    ]) {
      expect(first).toContain(text);
    }
  });

  it('links every requirement by its id, and every link leads somewhere', () => {
    const report = violatingReport();
    const ids = tagsOf(page).flatMap((tag) => attribute(tag, 'id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const one of report.requirements) expect(ids).toContain(one.id);
    const cases = report.requirements.flatMap((one) => one.cases.map((each) => each.id));
    for (const tag of tagsOf(page)) {
      const href = attribute(tag, 'href');
      if (href !== undefined) expect([...ids, ...cases]).toContain(href.slice(1));
    }
  });

  it('tells every verdict by a word and a glyph', () => {
    for (const word of [
      'violation',
      'warning',
      'inconclusive',
      'pass',
      'recorded',
      'excluded',
      'inapplicable',
      'untested',
    ]) {
      expect(page).toMatch(new RegExp(`<span aria-hidden="true">.</span> ${word}</span>`));
    }
  });

  it('carries every case as data, worst first', () => {
    const cases = dataBlocks(page).flat() as { id: string; verdict: string }[];
    expect(cases).toHaveLength(violatingReport().statistics.cases);
    const order = cases.filter((one) => one.id.startsWith('pagination.page-size-outside')).map((one) => one.verdict);
    expect(order).toEqual(['fail', 'pass']);
  });

  it('shows observations, statistics, leftovers, deviations and the configuration', () => {
    for (const title of [
      'Observations',
      'Per area',
      'Per operation',
      'Leftovers',
      'Deviations',
      'Effective configuration',
    ]) {
      expect(page).toContain(title);
    }
  });

  it('shows the rest of a partial run as not selected', () => {
    expect(renderHtml(partialReport())).toMatch(/not selected<\/span>/);
  });

  it.each([
    ['hostile', hostileReport()],
    ['violating', violatingReport()],
    ['empty', emptyReport()],
  ])('has no element that the page itself did not write: %s', (_name, report) => {
    const markup = renderHtml(report);
    const names = new Set(tagsOf(markup).map((tag) => tag.name));
    expect(names.has('img')).toBe(false);
    const scripts = [...markup.matchAll(/<script\b/g)].length;
    expect(scripts).toBe(
      3 + (report.requirements.length > 0 ? 1 : 0) + report.requirements.filter((one) => one.cases.length > 0).length,
    );
    expect([...markup.matchAll(/<\/script/g)].length).toBe(scripts);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not be there
    expect(/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/.test(markup)).toBe(false);
    expect(dataBlocks(markup).flat()).toHaveLength(report.statistics.cases);
  });

  it('stays light with 2,000 cases: none of them is drawn before it is asked for', () => {
    const started = performance.now();
    const huge = renderHtml(hugeReport(2_000));
    expect(performance.now() - started).toBeLessThan(3_000);
    const outsideData = huge.replaceAll(/<script type="application\/json">[\s\S]*?<\/script>/g, '');
    expect(outsideData.length).toBeLessThan(400_000);
    expect(tagsOf(huge).length).toBeLessThan(7_000);
  });

  it('is the same bytes for the same report', () => {
    expect(renderHtml(conformingReport())).toBe(renderHtml(conformingReport()));
  });
});

describe('the scripts of the page', () => {
  const files = readdirSync(ASSETS).filter((name) => name.endsWith('.js'));

  it.each(files)('%s parses, and never turns text into markup', (name) => {
    const text = readFileSync(new URL(name, ASSETS), 'utf8');
    expect(() => new Script(text, { filename: name })).not.toThrow();
    expect(text).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|fetch\(|XMLHttp/,
    );
    expect(text.toLowerCase()).not.toContain('</script');
  });
});

describe('writeViews', () => {
  const folder = mkdtempSync(join(tmpdir(), 'views-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('writes the three views into a folder it makes, and leaves nothing half done', async () => {
    const target = join(folder, 'deep', 'run');
    const written = await writeViews(violatingReport(), target);
    expect(written.map(({ path }) => path)).toEqual(
      ['report.html', 'junit.xml', 'summary.md'].map((name) => join(target, name)),
    );
    expect(readdirSync(target).sort()).toEqual(['junit.xml', 'report.html', 'summary.md']);
  });
});
