/**
 * Blunt corruptions of provisioning. Most spare creations: cases about a change need somebody to change.
 */

import { URN } from '../contract/contract.ts';
import { type Answer, type Corruption, isRefusal, type Person, refuse, withSpend } from '../mock/fault.ts';
import type { Acceptance, OperationOutcome, OperationScene, ProvisionOperation, Scene } from '../mock/scene.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../model/json.ts';
import type { Blunt } from './blunt.ts';

const MANY = 60;
const creates = ({ method }: ProvisionOperation) => method === 'POST';
const onlyChanges = ({ operations }: Acceptance) => !operations.some(creates);
const isAmongOthers = ({ task, provision }: OperationScene) =>
  creates(task) && !provision.acceptance.operations.every(creates);

function failed(outcome: OperationOutcome): OperationOutcome {
  const extensions = outcome.extensions.map((one) => ({
    ...one,
    success: false,
    code: '400',
    result: 'error' as const,
  }));
  return { ...outcome, success: false, code: '400', extensions };
}

function succeeded(outcome: OperationOutcome): OperationOutcome {
  const extensions = outcome.extensions.map((one) => ({
    ...one,
    success: true,
    code: '200',
    result: 'success' as const,
    messages: [],
  }));
  return { ...outcome, success: true, code: '200', extensions };
}

/** Operations that fail, with nothing stored. */
function failing(which: (at: OperationScene) => boolean): Corruption {
  return {
    operation: (outcome, at) => (which(at) ? failed(outcome) : outcome),
    apply: (people, at) => (which(at) ? [] : people),
  };
}

/** Operations that succeed, with nothing stored. */
function losing(which: (at: OperationScene) => boolean): Corruption {
  return { apply: (people, at) => (which(at) ? [] : people) };
}

/** PATCH operations that are refused, by their op and path. */
function refusingPatches(which: (op: string, path: string) => boolean): Corruption {
  return {
    patch: (document, { patch }) => (which(patch.op.toLowerCase(), patch.path ?? '') ? refuse(400, 'No.') : document),
  };
}

const answersOf =
  (methods: readonly string[], status: number) =>
  (answer: Answer, { request }: Scene): Answer =>
    methods.includes(request.method) && answer.status < 300 ? { ...answer, status } : answer;

/** What a request names, stored as it stands, whatever became of it. */
function storedAsSent(person: Person, data: JsonObject): Person {
  const values = [data.Operations].flat().flatMap((one): readonly JsonObject[] => {
    const [path, value] = [member(one, 'path'), member(one, 'value')];
    if (isObject(value)) return [value];
    const [urn, name] = typeof path === 'string' ? splitPath(path) : [];
    return urn === undefined || name === undefined || value === undefined ? [] : [{ [urn]: { [name]: value } }];
  });
  const extensions = values.flatMap((one) => Object.entries(one)).filter(([urn]) => urn.startsWith('urn:'));
  return extensions.reduce(
    (stored, [urn, members]) => (isObject(members) ? withSpend(stored, urn, members) : stored),
    person,
  );
}

/** `urn:...:User:country` is the URN of an extension and one of its members. */
function splitPath(path: string): readonly [string, string] | readonly [] {
  const end = path.lastIndexOf(':');
  return end === -1 ? [] : [path.slice(0, end), path.slice(end + 1)];
}

const emptied = (status: JsonObject, which: (name: string) => boolean): JsonObject => {
  const without = (value: Json): Json => {
    if (isArray(value)) return value.map(without);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, isArray(one) && which(name) ? [] : without(one)]),
    );
  };
  const result = without(status);
  return isObject(result) ? result : status;
};
const isOperations = (name: string) => /operations/i.test(name);

export const BLUNT_WRITES: readonly Blunt[] = [
  { id: 'writes-crash', corrupt: { accept: () => refuse(500, 'No.') } },
  { id: 'writes-refused', corrupt: { accept: () => refuse(400, 'No.') } },
  {
    id: 'changes-refused',
    corrupt: { accept: (value) => (isRefusal(value) || !onlyChanges(value) ? value : refuse(400, 'No.')) },
  },
  {
    id: 'unknown-delegates-crash',
    corrupt: {
      accept: (value, at) =>
        !isRefusal(value) && value.operations.some(({ data }) => namesNobody(JSON.stringify(data), at))
          ? refuse(500, 'No.')
          : value,
    },
  },
  { id: 'changes-partial-content', corrupt: { answer: answersOf(['PATCH', 'PUT'], 206) } },
  {
    id: 'changes-without-status',
    corrupt: { provision: (found) => (found && onlyChanges(found.acceptance) ? undefined : found) },
  },
  { id: 'everything-fails', corrupt: failing(() => true) },
  { id: 'everything-succeeds', corrupt: { operation: succeeded } },
  { id: 'changes-fail', corrupt: failing(({ task }) => !creates(task)) },
  { id: 'creations-among-others-fail', corrupt: failing(isAmongOthers) },
  { id: 'operations-behind-sixty-fail', corrupt: failing(({ task }) => task.number > MANY) },
  { id: 'changes-lost', corrupt: losing(({ task }) => !creates(task)) },
  { id: 'operations-behind-sixty-lost', corrupt: losing(({ task }) => task.number > MANY) },
  {
    id: 'changes-spill',
    corrupt: {
      apply: (people, at) =>
        creates(at.task)
          ? people
          : people.map((one) => withSpend(one, URN.spendUser, { ledgerCode: `x${at.sequence}`, stateProvince: null })),
    },
  },
  {
    id: 'failures-stored',
    corrupt: {
      apply: (people, { before, task }) =>
        before === undefined || people.length > 0 ? people : [storedAsSent(before, task.data)],
    },
  },
  {
    id: 'stored-as-sent',
    corrupt: {
      apply: (people, { task }) => (creates(task) ? people : people.map((one) => storedAsSent(one, task.data))),
    },
  },
  { id: 'patches-refused', corrupt: refusingPatches(() => true) },
  { id: 'adding-refused', corrupt: refusingPatches((op) => op === 'add') },
  { id: 'removing-refused', corrupt: refusingPatches((op) => op === 'remove') },
  { id: 'replacing-roles-refused', corrupt: refusingPatches((op, path) => op === 'replace' && /role/i.test(path)) },
  { id: 'approvers-by-path-refused', corrupt: refusingPatches((_op, path) => /approver/i.test(path)) },
  { id: 'status-without-operations', corrupt: { status: (status) => emptied(status, isOperations) } },
  {
    id: 'status-of-changes-without-operations',
    corrupt: {
      status: (status, { provision }) => (onlyChanges(provision.acceptance) ? emptied(status, isOperations) : status),
    },
  },
  {
    id: 'status-without-details',
    corrupt: { status: (status) => emptied(status, (name) => name !== 'schemas' && !isOperations(name)) },
  },
  {
    id: 'status-lists-twice',
    corrupt: {
      status: (status) =>
        Object.fromEntries(
          Object.entries(status).map(([name, value]) => [name, isArray(value) ? [...value, ...value] : value]),
        ),
    },
  },
];

/** Does a request that speaks of delegates name a user who does not exist? */
function namesNobody(text: string, at: Scene): boolean {
  const named = text.match(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gi) ?? [];
  return /delegate/i.test(text) && named.some((id) => at.find(id.toLowerCase()) === undefined);
}
