/**
 * Carries out one operation: creates, patches or replaces a user, extension by extension, and says how each went. An
 * extension with an error keeps what it had; when SpendUser fails in a creation, nothing else of spend succeeds
 * (ruling 145). Knows no time and no HTTP.
 */

import { URN } from '../../contract/contract.ts';
import { equalJson, isArray, isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Ground } from '../ground.ts';
import type { Person } from '../person.ts';
import { COMPANY_ID } from '../population/people.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import type { ExtensionOutcome, OperationOutcome, OperationScene, StatusMessage } from '../scene.ts';
import { documentOf, personOf, spendUrns } from './document.ts';
import { patched } from './patch.ts';
import { COMPANY_DEFAULTS, DEFAULTS, EMPTY_SPEND_USER } from './rules.ts';
import type { Validator } from './validate.ts';

export interface Carried {
  readonly outcome: OperationOutcome;
  /** The user to store; undefined where nothing is. */
  readonly after: Person | undefined;
}

function message(code: string, text: string, schemaPath: string): StatusMessage {
  return { code, type: 'error', message: text, schemaPath };
}

function failing(name: string, code: string, messages: readonly StatusMessage[]): ExtensionOutcome {
  return { name, success: false, code, result: 'error', messages };
}

function failed(code: string, userId: string | undefined, extensions: readonly ExtensionOutcome[]): Carried {
  return { outcome: { success: false, code, userId, extensions }, after: undefined };
}

/** An operation that fails before any extension is looked at. */
function failedAtOnce(scene: OperationScene, code: string, reason: StatusMessage): Carried {
  return failed(code, scene.before?.id, [failing(URN.coreUser, code, [reason])]);
}

export function carryOut(ground: Ground, validator: Validator, scene: OperationScene, freshId: string): Carried {
  const { task, before } = scene;
  if (task.method === 'POST') return create(ground, validator, scene, freshId);
  if (before === undefined) {
    return failedAtOnce(scene, '404', message('INVALID_USER', 'There is no such user.', 'id'));
  }
  if (task.method === 'PATCH') return patch(ground, validator, scene, before);
  if (task.method === 'PUT') return replace(ground, validator, scene, before);
  return failedAtOnce(scene, '405', message('NOT_SUPPORTED', `${task.method} is not supported.`, 'method'));
}

/** What is missing from the core data of a user. */
function coreProblem(data: JsonObject, ground: Ground, self: Person | undefined): StatusMessage | undefined {
  const { userName, name, active } = data;
  const needed = (path: string) => message('REQUIRED_VALUE', `'${path}' is required`, path);
  if (typeof userName !== 'string' || userName === '') return needed('userName');
  if (!isObject(name) || typeof name.givenName !== 'string') return needed('name.givenName');
  if (typeof name.familyName !== 'string') return needed('name.familyName');
  if (active !== undefined && typeof active !== 'boolean')
    return message('INVALID_VALUE', "Invalid 'active'", 'active');
  if (data.emails !== undefined && !isArray(data.emails)) return message('INVALID_VALUE', "Invalid 'emails'", 'emails');
  const holder = ground.directory.byUserName(userName);
  if (holder !== undefined && holder.id !== self?.id)
    return message('NOT_UNIQUE', 'The userName is taken.', 'userName');
  return undefined;
}

function withCompany(data: JsonObject): JsonObject {
  const enterprise = data[URN.enterpriseUser];
  return { ...data, [URN.enterpriseUser]: { companyId: COMPANY_ID, ...(isObject(enterprise) && enterprise) } };
}

function create(ground: Ground, validator: Validator, scene: OperationScene, freshId: string): Carried {
  const { data } = scene.task;
  const problem = coreProblem(data, ground, undefined);
  if (problem)
    return failed(problem.code === 'NOT_UNIQUE' ? '409' : '400', undefined, [failing(URN.coreUser, '400', [problem])]);
  const blank: Person = {
    id: freshId,
    userName: '',
    employeeNumber: '',
    active: true,
    identity: {},
    spend: Object.fromEntries(spendUrns(scene.revision).map((urn) => [urn, {}])),
    modified: scene.now,
    version: 0,
  };
  const spendUser = data[URN.spendUser];
  const wanted: Record<string, Json> = { ...withCompany(data) };
  if (isObject(spendUser)) {
    wanted[URN.spendUser] = { ...EMPTY_SPEND_USER, ...spendUser };
    for (const [urn, defaults] of Object.entries(DEFAULTS)) {
      const given = data[urn];
      wanted[urn] = { ...defaults, ...(isObject(given) && given) };
    }
  }
  return settle(ground, validator, scene, {
    blank,
    document: { ...documentOf(blank), ...wanted },
    sent: Object.keys(data),
  });
}

function patch(ground: Ground, validator: Validator, scene: OperationScene, before: Person): Carried {
  const urns = [...spendUrns(scene.revision), URN.enterpriseUser, URN.coreUser];
  const steps = isArray(scene.task.data.Operations) ? scene.task.data.Operations.filter(isObject) : [];
  let document = documentOf(before);
  const sent = new Set<string>();
  for (const { op, path, value } of steps) {
    const step = { op: String(op), path: typeof path === 'string' ? path : undefined, value };
    for (const urn of urns) if (mentions(step.path, value, urn)) sent.add(urn);
    const next: JsonObject | Refusal = patched(step, document, urns);
    const done = ground.hooks.run('patch', next, { ...scene, patch: step, document });
    if (isRefusal(done)) {
      const name = [...sent].at(-1) ?? URN.coreUser;
      const code = done.scimType === 'noTarget' ? 'NO_TARGET' : 'INVALID_VALUE';
      return failed('400', before.id, [failing(name, '400', [message(code, done.detail, step.path ?? name)])]);
    }
    document = done;
  }
  if (document.userName !== before.userName) {
    const problem = coreProblem(document, ground, before);
    if (problem) return failed('400', before.id, [failing(URN.coreUser, '400', [problem])]);
  }
  return settle(ground, validator, scene, { blank: before, document, sent: [...sent] });
}

function mentions(path: string | undefined, value: Json | undefined, urn: string): boolean {
  if (path !== undefined) return path.toLowerCase().startsWith(urn.toLowerCase());
  return isObject(value) && Object.keys(value).some((key) => key.toLowerCase().startsWith(urn.toLowerCase()));
}

function replace(ground: Ground, validator: Validator, scene: OperationScene, before: Person): Carried {
  const { data } = scene.task;
  if (data.id !== undefined && String(data.id).toLowerCase() !== before.id) {
    return failedAtOnce(scene, '400', message('INVALID_VALUE', 'The id differs from the path.', 'id'));
  }
  const problem = coreProblem(data, ground, before);
  if (problem) return failed('400', before.id, [failing(URN.coreUser, '400', [problem])]);
  const given = data[URN.spendUser];
  const spendUser = isObject(given) ? { ...EMPTY_SPEND_USER, ...given } : { ...EMPTY_SPEND_USER, ...COMPANY_DEFAULTS };
  const emptied = Object.fromEntries(spendUrns(scene.revision).map((urn) => [urn, DEFAULTS[urn] ?? {}]));
  const document = { ...emptied, ...withCompany(data), [URN.spendUser]: spendUser };
  return settle(ground, validator, scene, { blank: before, document, sent: Object.keys(data) });
}

interface Wanted {
  /** What is kept where an extension fails. */
  readonly blank: Person;
  readonly document: JsonObject;
  /** Keys or URNs the request named: their extensions are reported as done, the others as no-op. */
  readonly sent: readonly string[];
}

/** Judges every extension of the wanted document and keeps the good ones. */
function settle(ground: Ground, validator: Validator, scene: OperationScene, wanted: Wanted): Carried {
  const { revision, before } = scene;
  const asked = personOf(wanted.document, wanted.blank, revision);
  const outcomes: ExtensionOutcome[] = [
    { name: URN.coreUser, success: true, code: '200', result: 'success', messages: [] },
    { name: URN.enterpriseUser, success: true, code: '200', result: 'success', messages: [] },
  ];
  const spend: Record<string, JsonObject> = {};
  // In a creation the other spend extensions stand on SpendUser, whether it fails or was never sent.
  let baseFailed = before === undefined && !wanted.sent.includes(URN.spendUser);
  for (const urn of spendUrns(revision)) {
    const old = wanted.blank.spend[urn];
    const data = asked.spend[urn] ?? {};
    const sent = wanted.sent.includes(urn);
    const keep = () => {
      if (old !== undefined) spend[urn] = old;
    };
    if (baseFailed && before === undefined) {
      keep();
      const reason = message('INVALID_USER', 'There is no spend user to extend.', urn);
      outcomes.push(
        sent ? failing(urn, '404', [reason]) : { name: urn, success: true, code: '200', result: 'no-op', messages: [] },
      );
      continue;
    }
    if (!sent && equalJson(data, old ?? {})) {
      keep();
      outcomes.push({ name: urn, success: true, code: '200', result: 'no-op', messages: [] });
      continue;
    }
    const judged = validator.judge(urn, data, before?.spend[urn]);
    const messages = ground.hooks.run('validate', judged.messages, { ...scene, urn, data: judged.data });
    if (messages.some((one) => one.type === 'error')) {
      keep();
      if (urn === URN.spendUser) baseFailed = true;
      outcomes.push(failing(urn, '400', messages));
      continue;
    }
    spend[urn] = judged.data;
    const result = sent && !equalJson(judged.data, old ?? {}) ? 'success' : 'no-op';
    outcomes.push({ name: urn, success: true, code: '200', result, messages });
  }
  for (const name of wanted.sent) {
    if (!name.startsWith('urn:') || outcomes.some((one) => one.name === name)) continue;
    outcomes.push({ name, success: true, code: '200', result: 'no-op', messages: [] });
  }
  const success = outcomes.every((one) => one.success);
  const after: Person = { ...asked, spend, modified: scene.now, version: wanted.blank.version + (before ? 1 : 0) };
  const code = success ? (before ? '200' : '201') : '400';
  return { outcome: { success, code, userId: after.id, extensions: outcomes }, after };
}
