/** Reads a report.json that may come from anywhere: another version, another machine, or no report at all. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { repositoryPath } from '../contract/yaml.ts';
import { ConfigurationError } from '../model/errors.ts';
import type { ConformanceReport } from '../model/report.ts';

const NEXT = 'Give a report.json of this tool, or the folder of a run.';

let validator: ValidateFunction<ConformanceReport> | undefined;

function isReport(value: unknown): value is ConformanceReport {
  if (validator === undefined) {
    const schema: object = JSON.parse(readFileSync(repositoryPath('schemas/harness/report.schema.json'), 'utf8'));
    const ajv = new Ajv2020({ strict: true });
    addFormats.default(ajv);
    validator = ajv.compile<ConformanceReport>(schema);
  }
  return validator(value);
}

/** The report in a file, or in the folder of a run. */
export function readReport(path: string): ConformanceReport {
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'report.json') : path;
  let value: unknown;
  try {
    const bytes = readFileSync(file);
    value = JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new ConfigurationError(`${file} ${why}`, NEXT, error);
  }
  if (isReport(value)) return value;
  const first = validator?.errors?.[0];
  const where = first?.instancePath ? `${first.instancePath} ` : '';
  throw new ConfigurationError(
    `${file} is no conformance report: ${where}${first?.message ?? 'has another form'}`,
    NEXT,
  );
}
