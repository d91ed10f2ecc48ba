/** The status document of a provisioning request: the summary, and on demand its operations, by state and by page. */

import { URN } from '../../contract/contract.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { ExtensionOutcome, OperationOutcome, Provision, ProvisionOperation } from '../scene.ts';

export type State = 'pending' | 'success' | 'failed';

export interface StatusQuery {
  readonly detailed: boolean;
  readonly startIndex: number;
  readonly count: number;
  readonly state: State | undefined;
}

const STATES: readonly State[] = ['pending', 'success', 'failed'];

function invalid(name: string): Refusal {
  return refuse(400, `The parameter ${name} has no such value.`, { scimType: 'invalidValue' });
}

export function readStatusQuery(query: URLSearchParams): StatusQuery | Refusal {
  const whole = (name: string, otherwise: number): number | undefined => {
    const text = query.get(name);
    if (text === null) return otherwise;
    return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  };
  const startIndex = whole('startIndex', 1);
  const count = whole('count', 100);
  const asked = query.get('state');
  const state = STATES.find((one) => one === asked);
  if (startIndex === undefined) return invalid('startIndex');
  if (count === undefined) return invalid('count');
  if (asked !== null && state === undefined) return invalid('state');
  const attributes = (query.get('attributes') ?? '').split(',').map((one) => one.trim());
  return { detailed: attributes.includes('operations'), startIndex: Math.max(1, startIndex), count, state };
}

function stateOf(provision: Provision, task: ProvisionOperation): State {
  const done = provision.outcomes.get(task.number);
  if (done === undefined) return 'pending';
  return done.outcome.success ? 'success' : 'failed';
}

function extensionEntry({ name, success, code, result, messages }: ExtensionOutcome): JsonObject {
  return {
    name,
    status: { completed: true, success, code, result },
    ...(messages.length > 0 && { messages: messages.map((one) => ({ ...one })) }),
  };
}

function operationEntry(task: ProvisionOperation, outcome: OperationOutcome | undefined): JsonObject {
  const userId = outcome?.userId ?? task.userId;
  return {
    id: String(task.number),
    bulkId: task.bulkId,
    status: outcome
      ? { completed: true, success: outcome.success, code: outcome.code }
      : { completed: false, success: null },
    ...(userId !== undefined && { resource: { id: userId, type: 'User' } }),
    extensions: outcome ? outcome.extensions.map(extensionEntry) : [],
  };
}

function isCompleted(provision: Provision): boolean {
  return provision.outcomes.size === provision.acceptance.operations.length;
}

/** `location`: where this status is read. */
export function statusDocument(provision: Provision, location: string, query: StatusQuery | undefined): JsonObject {
  const { operations } = provision.acceptance;
  const states = operations.map((task) => stateOf(provision, task));
  const countOf = (state: State) => states.filter((one) => one === state).length;
  const completed = isCompleted(provision);
  const last = Math.max(provision.acceptedAt, ...[...provision.outcomes.values()].map((one) => one.at));
  const time = (at: number) => new Date(at).toISOString();
  const summary: JsonObject = {
    schemas: [URN.provisionStatus],
    id: provision.id,
    operationsCount: {
      total: operations.length,
      success: countOf('success'),
      failed: countOf('failed'),
      pending: countOf('pending'),
    },
    status: { completed, success: completed ? countOf('failed') === 0 : null },
    meta: {
      location,
      created: time(provision.acceptedAt),
      lastModified: time(last),
      ...(completed && { completed: time(last) }),
      provisionType: provision.kind,
      resourceType: 'ProvisionRequest',
      correlationId: provision.correlationId,
    },
  };
  if (!query?.detailed) return summary;
  const listed = operations.filter((_, index) => query.state === undefined || states[index] === query.state);
  const page = listed.slice(query.startIndex - 1, query.startIndex - 1 + query.count);
  const entries: readonly Json[] = page.map((task) =>
    operationEntry(task, provision.outcomes.get(task.number)?.outcome),
  );
  return {
    ...summary,
    totalResults: listed.length,
    startIndex: query.startIndex,
    itemsPerPage: entries.length,
    operations: entries,
  };
}
