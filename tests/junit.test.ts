import { describe, expect, it } from 'vitest';
import { renderJUnit } from '../src/reporters/junit.ts';
import { HOSTILE, hostileReport, hugeReport } from './fixtures/report-extremes.ts';
import {
  conformingReport,
  emptyReport,
  failingCase,
  partialReport,
  reportOf,
  requirementOf,
  violatingReport,
} from './fixtures/report-sample.ts';
import { elements, property, readXml, type XmlElement } from './fixtures/xml-reader.ts';

function casesOf(root: XmlElement, classname: string): XmlElement[] {
  return elements(root, 'testcase').filter((one) => one.attributes.classname === classname);
}

function hasChild(element: XmlElement | undefined, name: string): boolean {
  return element?.children.some((child) => child.name === name) ?? false;
}

describe('junit.xml', () => {
  it('reads as it did', async () => {
    await expect(renderJUnit(violatingReport())).toMatchFileSnapshot('golden/junit-violations.xml');
  });

  it('has a suite an area and a test case a case', () => {
    const report = conformingReport();
    const root = readXml(renderJUnit(report));
    const areas = [...new Set(report.requirements.map((one) => one.area))];
    expect(elements(root, 'testsuite').map((one) => one.attributes.name)).toEqual(expect.arrayContaining(areas));
    expect(elements(root, 'testcase')).toHaveLength(report.statistics.cases);
    expect(root.attributes).toMatchObject({ failures: '0', tests: String(report.statistics.cases) });
  });

  it.each([
    ['violating', violatingReport()],
    ['huge', hugeReport()],
    ['partial', partialReport()],
  ] as const)('states the counts that its elements show: %s', (_name, report) => {
    const root = readXml(renderJUnit(report));
    for (const suite of [root, ...elements(root, 'testsuite')]) {
      expect(Number(suite.attributes.tests)).toBe(elements(suite, 'testcase').length);
      expect(Number(suite.attributes.failures)).toBe(elements(suite, 'failure').length);
      expect(Number(suite.attributes.skipped)).toBe(elements(suite, 'skipped').length);
    }
  });

  it('fails for a violation, with the requirement, the wire fact and a curl', () => {
    const [failed, passed] = casesOf(readXml(renderJUnit(violatingReport())), 'pagination.page-size-outside');
    const failure = failed?.children.find((one) => one.name === 'failure');
    expect(failure?.attributes).toEqual({
      message: 'A page of 101 was asked for and 101 resources came.',
      type: 'violation',
    });
    expect(failure?.text).toContain('MUST pagination.page-size-outside');
    expect(failure?.text).toContain('curl -sS -i');
    expect(failure?.text).toContain('and 3 more');
    expect(hasChild(passed, 'failure')).toBe(false);
    expect(failed && property(failed, 'level')).toBe('MUST');
    expect(failed && property(failed, 'case')).toBe('pagination.page-size-outside/above-the-maximum');
  });

  it('lets a warning pass and keeps its text', () => {
    const [warned] = casesOf(readXml(renderJUnit(violatingReport())), 'resource.role-code');
    expect(warned?.children.map((one) => one.name)).toEqual(['properties', 'system-out']);
    expect(warned?.children[1]?.text).toMatch(/^warning: SHOULD resource\.role-code/);
  });

  it('skips what could not be judged, with the reason', () => {
    const root = readXml(renderJUnit(violatingReport()));
    const skipped = (id: string) => casesOf(root, id).flatMap((one) => elements(one, 'skipped'))[0]?.attributes.message;
    expect(skipped('authorization.missing-scope')).toMatch(/^throttled: The target answered 429/);
    expect(skipped('pagination.page-size-bounds')).toBe('not-exercised: Fewer than 99 users are listed.');
    expect(skipped('lookup.equals-list-entry')).toBe('untested: no case ran');
  });

  it('never shows a failure without impact as a pass', () => {
    const report = reportOf([
      requirementOf({
        id: 'errors.media-type',
        impact: 'none',
        statement: 'Errors have a media type.',
        cases: [failingCase('errors.media-type/lookup', 'lookup', 'The media type is text/html.')],
      }),
    ]);
    const [one] = casesOf(readXml(renderJUnit(report)), 'errors.media-type');
    expect(hasChild(one, 'skipped')).toBe(true);
  });

  it('says nothing about what the run did not ask for', () => {
    const root = readXml(renderJUnit(partialReport()));
    expect(casesOf(root, 'lookup.equals-list-entry')).toEqual([]);
  });

  it('stays well-formed whatever a target answers', () => {
    const root = readXml(renderJUnit(hostileReport()));
    const messages = elements(root, 'failure').map((one) => one.attributes.message ?? '');
    expect(messages).toHaveLength(Object.keys(HOSTILE).length);
    expect(messages).toContain(HOSTILE.script);
    expect(messages.find((text) => text.startsWith('nul'))).toBe(
      'nul\\u0000 bell\\u0007 escape\\u001b[31m delete\\u007f',
    );
  });

  it('is a file even when nothing was judged', () => {
    expect(readXml(renderJUnit(emptyReport())).attributes).toMatchObject({ tests: '0', failures: '0', skipped: '0' });
  });
});
