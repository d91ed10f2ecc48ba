/** Permitted ways to take a request: what is read leniently, what is refused at once and what fails later (37, 45, 128 to 163). */

import { at, isArray, isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Revision } from '../../model/requirement.ts';
import { type Acceptance, isRefusal, type Refusal, refuse, type Scene, type Variant } from '../fault.ts';
import { parseFilter } from '../filter.ts';
import { readBulk, readSingle } from '../provisioning/accept.ts';

const BEFORE_NE: readonly Revision[] = ['2021-03', '2024-03'];

/** The request read once more, as if some of it had been sent otherwise. */
function readAgain(scene: Scene, change: Partial<Scene['request']>): Acceptance | Refusal {
  const again = { ...scene, request: { ...scene.request, ...change } };
  return scene.operation === 'bulk' ? readBulk(again) : readSingle(again);
}

function parsed(text: string | undefined): Json | undefined {
  try {
    const value: Json = JSON.parse(text ?? '');
    return value;
  } catch {
    return undefined;
  }
}

/** A Bulk with bulkIds that are used twice, read as if they were not; the operations keep the ids that were sent. */
function withRepeatedIds(scene: Scene): Acceptance | undefined {
  const body = parsed(scene.request.body);
  const sent = at(body, 'Operations');
  if (!isObject(body) || !isArray(sent)) return undefined;
  const apart = sent.map((one, index) => (isObject(one) ? { ...one, bulkId: `${String(one.bulkId)}-${index}` } : one));
  const again = readAgain(scene, { body: JSON.stringify({ ...body, Operations: apart }) });
  if (isRefusal(again)) return undefined;
  const operations = again.operations.map((one, index) => ({ ...one, bulkId: String(at(sent, index, 'bulkId')) }));
  return { ...again, operations };
}

function removesEverything(data: JsonObject): boolean {
  const { Operations: inner } = data;
  return isArray(inner) && inner.some((one) => at(one, 'op') === 'remove' && at(one, 'path') === undefined);
}

export const requestVariants: readonly Variant[] = [
  {
    id: 'repeated-parameters-first',
    summary: 'Of a parameter that is given twice the first one counts.',
    rulings: [37],
    corrupt: {
      query: (value, { query, contract }) => {
        const { name, maximum } = contract.pageSize;
        const number = (key: string, otherwise: number) => Number(query.get(key) ?? otherwise);
        const [startIndex, pageSize] = [number('startIndex', 1), number(name, 50)];
        const twice = [name, 'startIndex', 'filter'].some((key) => query.getAll(key).length > 1);
        if (!isRefusal(value) || !twice || !(startIndex >= 1) || !(pageSize >= 1 && pageSize <= maximum)) return value;
        return { startIndex, pageSize, filter: query.get('filter') ?? undefined };
      },
    },
  },
  {
    id: 'value-path-ne',
    summary: 'ne is understood inside customData.',
    rulings: [45],
    revisions: BEFORE_NE,
    corrupt: {
      filter: (filter, { text, contract: { filters } }) =>
        isRefusal(filter) && text.includes('[')
          ? parseFilter(text, { ...filters, customData: { ...filters.customData, operators: ['eq', 'ne'] } })
          : filter,
    },
  },
  {
    id: 'any-content-type',
    summary: 'A body of another type is read as JSON.',
    rulings: [20],
    corrupt: {
      accept: (acceptance, scene) =>
        isRefusal(acceptance) && acceptance.status === 415
          ? readAgain(scene, { headers: { ...scene.request.headers, 'content-type': 'application/json' } })
          : acceptance,
    },
  },
  {
    id: 'repeated-bulk-id-fails-later',
    summary: 'A bulkId that is used twice is accepted, and its second operation fails.',
    rulings: [128],
    corrupt: {
      accept: (acceptance, scene) =>
        isRefusal(acceptance) && acceptance.scimType === 'uniqueness' && scene.operation === 'bulk'
          ? (withRepeatedIds(scene) ?? acceptance)
          : acceptance,
      operation: (outcome, { provision, task }) => {
        const first = provision.acceptance.operations.find((one) => one.bulkId === task.bulkId);
        if (first === undefined || first.number === task.number) return outcome;
        const extensions = outcome.extensions.map((one) => ({
          ...one,
          success: false,
          result: 'not-processed' as const,
        }));
        return { ...outcome, success: false, code: '400', extensions };
      },
    },
  },
  {
    id: 'remove-without-path-400',
    summary: 'A PATCH that removes without a path is refused at once.',
    rulings: [139],
    corrupt: {
      accept: (acceptance) =>
        !isRefusal(acceptance) && acceptance.operations.some(({ data }) => removesEverything(data))
          ? refuse(400, 'A remove needs a path.', { scimType: 'noTarget' })
          : acceptance,
    },
  },
  {
    id: 'other-id-in-put-400',
    summary: 'A PUT whose body names another id is refused at once.',
    rulings: [143],
    corrupt: {
      accept: (acceptance) =>
        !isRefusal(acceptance) &&
        acceptance.operations.some(
          ({ method, data, userId }) =>
            method === 'PUT' && typeof data.id === 'string' && data.id.toLowerCase() !== userId,
        )
          ? refuse(400, 'The id is another one.', { scimType: 'mutability' })
          : acceptance,
    },
  },
  {
    id: 'status-counts-of-state',
    summary: 'Where operations of one state are asked for, the counts are of these alone.',
    rulings: [163],
    corrupt: {
      status: (document, { query }) => {
        const asked = query.get('state');
        const { operationsCount: counts } = document;
        if (asked === null || !isObject(counts)) return document;
        const own = counts[asked] ?? 0;
        const none = { total: own, success: 0, failed: 0, pending: 0 };
        return { ...document, operationsCount: { ...none, [asked]: own } };
      },
    },
  },
];
