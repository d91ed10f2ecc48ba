/**
 * A certificate is an in-toto Statement about one run: the test-result predicate over the digests of report.json, of the
 * requirements and of the suite that judged. It is refused unless the run conforms with grade certifiable, and it proves
 * what PROVES_NOT does not take back.
 */

import { createHash } from 'node:crypto';
import { closesTheGate } from '../model/deviation.ts';
import { canonicalJson, isObject, type Json, type JsonObject } from '../model/json.ts';
import { type ConformanceReport, isOpenMust } from '../model/report.ts';

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const PREDICATE_TYPE = 'https://in-toto.io/attestation/test-result/v0.1';
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** In plain words, printed with every certificate and every verification. */
export const PROVES_NOT = [
  'It speaks of one run at one time against one address; it does not say that the service behaves so today or elsewhere.',
  'It covers the requirements listed in the report and the power proven for them, not every bug a server can have.',
  'It proves that whoever holds the key signed these digests, not who that is, and not that the run was made honestly.',
  'It is no certification by the owner of the API.',
] as const;

/** Everything that stands between a report and a certificate; empty where nothing does. */
export function blockersOfCertificate(report: ConformanceReport): readonly string[] {
  return [
    ...(report.outcome === 'conforms' ? [] : [`the outcome is ${report.outcome}`]),
    ...(report.grade === 'certifiable' ? [] : report.gradeReasons.map((one) => `the grade is ${report.grade}: ${one}`)),
    ...(report.run.interrupted ? ['the run was interrupted'] : []),
    ...['requirements', 'suite']
      .filter((name) => digestOfRun(report, name) === '')
      .map((name) => `the report carries no digest of the ${name}`),
    ...report.requirements
      .filter((one) => one.impact === 'violation')
      .map(
        (one) =>
          `${one.id} is violated: ${one.cases.find((each) => each.verdict === 'fail')?.problems[0]?.message ?? 'see the report'}`,
      ),
    ...report.requirements
      .filter(isOpenMust)
      .map((one) => `${one.id} could not be judged (${one.reason ?? one.verdict})`),
    ...report.deviations.filter(closesTheGate).map((one) => `${one.place}: ${one.note}`),
  ];
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function digestOfRun(report: ConformanceReport, name: string): string {
  const digest = report.run.digests[name];
  return typeof digest === 'string' ? digest.replace(/^sha256:/, '') : '';
}

/** `bytes` is report.json exactly as it stands on disk. */
export function statementOf(report: ConformanceReport, bytes: Uint8Array): JsonObject {
  const judged = report.requirements.filter((one) => ['pass', 'fail'].includes(one.verdict));
  const named = (impact: string) => judged.filter((one) => one.impact === impact).map((one) => one.id);
  const warned = named('warning');
  const { tool, contract, target, run } = report;
  return {
    _type: STATEMENT_TYPE,
    subject: [
      { name: 'report.json', digest: { sha256: sha256(bytes) } },
      { name: 'requirements', digest: { sha256: digestOfRun(report, 'requirements') } },
      { name: 'suite', digest: { sha256: digestOfRun(report, 'suite') } },
    ],
    predicateType: PREDICATE_TYPE,
    predicate: {
      result: warned.length > 0 ? 'WARNED' : 'PASSED',
      configuration: [
        {
          name: 'configuration',
          digest: { sha256: sha256(canonicalJson(run.configuration)) },
          annotations: {
            tool: `${tool.name} ${tool.version} ${tool.commit}`,
            revision: contract.revision,
            target: target.baseUrl,
            startedAt: run.startedAt,
            finishedAt: run.finishedAt,
          },
        },
        { name: 'contract', digest: { sha256: contract.digest.replace(/^sha256:/, '') } },
      ],
      passedTests: judged.filter((one) => !warned.includes(one.id)).map((one) => one.id),
      warnedTests: warned,
      failedTests: [],
    },
  };
}

/** What is wrong between a signed statement and a report; empty where they belong together. */
export function mismatches(statement: Json, report: ConformanceReport, bytes: Uint8Array): readonly string[] {
  if (!isObject(statement) || statement._type !== STATEMENT_TYPE) return ['the payload is no in-toto Statement v1'];
  if (statement.predicateType !== PREDICATE_TYPE) return ['the predicate is no test result v0.1'];
  const expected = statementOf(report, bytes);
  const parts = ['subject', 'predicate'] as const;
  return [
    ...parts
      .filter((part) => canonicalJson(statement[part] ?? null) !== canonicalJson(expected[part] ?? null))
      .map((part) =>
        part === 'subject'
          ? 'report.json is not the one that was certified: its digests differ'
          : 'the statement says something else than the report',
      ),
    ...blockersOfCertificate(report).map((one) => `the report could not be certified: ${one}`),
  ];
}
