/** Reads a provisioning request and refuses at once what breaks the documented shape. What values mean is judged later. */

import { URN } from '../../contract/contract.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../model/json.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import type { Acceptance, ProvisionOperation, Scene } from '../scene.ts';

const MOST_OPERATIONS = 100;
const MOST_BYTES = 400 * 1024;
const MEDIA_TYPES = ['application/json', 'application/scim+json'];
const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'];

function invalid(detail: string, scimType = 'invalidValue'): Refusal {
  return refuse(400, detail, { scimType });
}

/** The body as a JSON object. */
export function readBody(scene: Scene): JsonObject | Refusal {
  const { headers, body = '' } = scene.request;
  if (Buffer.byteLength(body) > MOST_BYTES) return refuse(413, `The request is larger than ${MOST_BYTES} bytes.`);
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!MEDIA_TYPES.includes(type)) return refuse(415, 'Send application/json or application/scim+json.');
  try {
    const value: Json = JSON.parse(body);
    return isObject(value) ? value : invalid('The body is not a JSON object.', 'invalidSyntax');
  } catch {
    return invalid('The body is not JSON.', 'invalidSyntax');
  }
}

function names(value: Json | undefined, urn: string): boolean {
  return isArray(value) && value.includes(urn);
}

/** The complaint about the data of one operation, by its method. */
function dataProblem(method: string, data: JsonObject): Refusal | undefined {
  if (method !== 'PATCH') return undefined;
  if (data.schemas !== undefined && !names(data.schemas, URN.patchOp)) return invalid('The data is no PatchOp.');
  const { Operations: inner } = data;
  if (!isArray(inner) || inner.length === 0 || !inner.every(isObject)) {
    return invalid('A PATCH needs a list of Operations.', 'invalidSyntax');
  }
  const odd = inner.find(({ op, path }) => typeof op !== 'string' || (path !== undefined && typeof path !== 'string'));
  return odd === undefined ? undefined : invalid('Each operation of a PATCH has an op, and a path that is a string.');
}

function readOperation(raw: Json, number: number): ProvisionOperation | Refusal {
  if (!isObject(raw)) return invalid(`Operation ${number} is not an object.`, 'invalidSyntax');
  const { method, path, bulkId, data = {} } = raw;
  if (typeof method !== 'string' || !METHODS.includes(method))
    return invalid(`Operation ${number} has no known method.`);
  if (typeof path !== 'string') return invalid(`Operation ${number} has no path.`);
  const userId = /^\/Users\/([^/]+)$/.exec(path)?.[1]?.toLowerCase();
  if (method === 'POST' ? path !== '/Users' : userId === undefined) {
    return invalid(`The path of operation ${number} does not fit its method.`, 'invalidPath');
  }
  if (bulkId !== undefined && (typeof bulkId !== 'string' || bulkId === '')) {
    return invalid(`The bulkId of operation ${number} is not a string.`);
  }
  if (method === 'POST' && bulkId === undefined) return invalid(`Operation ${number} needs a bulkId.`);
  if (!isObject(data) || (method !== 'DELETE' && raw.data === undefined)) {
    return invalid(`The data of operation ${number} is not an object.`, 'invalidSyntax');
  }
  const problem = dataProblem(method, data);
  if (problem) return problem;
  return { number, method, path, bulkId: bulkId ?? `gen-temp-bulk-id-${number}`, data, userId };
}

/** A Bulk request as its operations, in their order. */
export function readBulk(scene: Scene): Acceptance | Refusal {
  const body = readBody(scene);
  if (isRefusal(body)) return body;
  const { Operations: raw, failOnErrors, schemas } = body;
  if (!names(schemas, URN.bulkRequest)) return invalid('The schemas do not name the BulkRequest.');
  if (!isArray(raw) || raw.length === 0) return invalid('There are no Operations.');
  if (raw.length > MOST_OPERATIONS) return refuse(413, `There are more than ${MOST_OPERATIONS} operations.`);
  const operations: ProvisionOperation[] = [];
  for (const [index, one] of raw.entries()) {
    const operation = readOperation(one, index + 1);
    if (isRefusal(operation)) return operation;
    operations.push(operation);
  }
  if (failOnErrors !== undefined && !(typeof failOnErrors === 'number' && failOnErrors >= 1)) {
    return invalid('failOnErrors is a number from 1.');
  }
  const ids = operations.map((one) => one.bulkId);
  if (new Set(ids).size < ids.length) return invalid('A bulkId is used more than once.', 'uniqueness');
  return { operations, failOnErrors };
}

/** A request to a single-user endpoint, as a bulk of one. */
export function readSingle(scene: Scene): Acceptance | Refusal {
  const data = readBody(scene);
  if (isRefusal(data)) return data;
  const { method } = scene.request;
  const problem = dataProblem(method, data);
  if (problem) return problem;
  const userId = scene.params.id?.toLowerCase();
  const path = userId === undefined ? '/Users' : `/Users/${userId}`;
  return {
    operations: [{ number: 1, method, path, bulkId: 'gen-temp-bulk-id', data, userId }],
    failOnErrors: undefined,
  };
}
