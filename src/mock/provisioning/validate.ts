/**
 * Judges the data of one spend extension before it is stored and brings it into its stored form: references resolved,
 * role groups dropped where a role has none, a misspelt member of old examples renamed (ruling 87).
 */

import { URN } from '../../contract/contract.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../../model/json.ts';
import type { Directory } from '../directory.ts';
import { CUSTOM_VALUES, LIST_FIELD } from '../population/values.ts';
import type { MockContract, StatusMessage } from '../scene.ts';
import { boolean, REQUIRED, rulesOf } from './rules.ts';

export interface Judged {
  readonly data: JsonObject;
  readonly messages: readonly StatusMessage[];
}

type Messages = StatusMessage[];

function complain(messages: Messages, path: string, what: string, code = 'INVALID_VALUE'): void {
  messages.push({ code, type: 'error', message: `Invalid '${path}' ${what}`, schemaPath: path });
}

function warn(messages: Messages, path: string, message: string): void {
  messages.push({ code: 'IGNORED_VALUE', type: 'warning', message, schemaPath: path });
}

export class Validator {
  readonly #contract: MockContract;
  readonly #directory: Directory;
  readonly #rules: ReturnType<typeof rulesOf>;

  constructor(contract: MockContract, directory: Directory) {
    this.#contract = contract;
    this.#directory = directory;
    this.#rules = rulesOf(contract.revision);
  }

  /** `before`: the extension as it is stored now; undefined in a creation. */
  judge(urn: string, given: JsonObject, before: JsonObject | undefined): Judged {
    const messages: Messages = [];
    const rules = this.#rules[urn] ?? {};
    for (const [name, value] of Object.entries(given)) {
      const rule = rules[name];
      const path = `${urn}:${name}`;
      if (rule === undefined) complain(messages, path, 'is not known', 'BAD_REQUEST');
      else if (value !== null) {
        const complaint = rule(value);
        if (complaint !== undefined) complain(messages, path, complaint);
      }
    }
    if (messages.length > 0) return { data: given, messages };
    const data = this.#stored(urn, given, before, messages);
    return { data, messages };
  }

  #stored(urn: string, given: JsonObject, before: JsonObject | undefined, messages: Messages): JsonObject {
    if (urn === URN.spendUser) return this.#spendUser(given, before, messages);
    if (urn === URN.approver) return this.#lists(urn, given, (entry, path) => this.#approver(entry, path, messages));
    if (urn === URN.delegate) return this.#lists(urn, given, (entry, path) => this.#delegate(entry, path, messages));
    if (urn === URN.role) return this.#roles(given, messages);
    if (urn === URN.payroll) return this.#payroll(given, messages);
    return given;
  }

  #spendUser(given: JsonObject, before: JsonObject | undefined, messages: Messages): JsonObject {
    for (const name of REQUIRED) {
      if (given[name] === undefined || given[name] === null) {
        complain(messages, `${URN.spendUser}:${name}`, 'is required', 'REQUIRED_VALUE');
      }
    }
    const fixed = before !== undefined && Object.keys(before).length > 0;
    const { testEmployee: asked, ...rest } = given;
    const testEmployee = fixed ? before.testEmployee : asked;
    if (fixed && (asked ?? null) !== (testEmployee ?? null)) {
      warn(messages, `${URN.spendUser}:testEmployee`, 'testEmployee is set at creation only and was left as it is.');
    }
    return {
      ...rest,
      ...(testEmployee !== undefined && { testEmployee }),
      ...(isObject(given.biManager) && {
        biManager: this.#reference(given.biManager, `${URN.spendUser}:biManager`, messages),
      }),
      ...(isArray(given.customData) && { customData: this.#customData(given.customData, messages) }),
    };
  }

  #customData(list: readonly Json[], messages: Messages): readonly Json[] {
    const { ids } = this.#contract.filters.customData;
    const seen = new Set<string>();
    return list.filter(isObject).map((entry) => {
      const path = `${URN.spendUser}:customData`;
      const id = ids.find((one) => typeof entry.id === 'string' && one.toLowerCase() === entry.id.toLowerCase());
      const { value } = entry;
      if (id === undefined) complain(messages, path, 'has an unknown id');
      else if (seen.has(id)) complain(messages, path, `has ${id} twice`);
      else if (typeof value === 'string' ? value.length > 48 : value !== undefined && value !== null) {
        complain(messages, `${path}[id eq "${id}"]`, 'Invalid List Item');
      } else if (id === LIST_FIELD && typeof value === 'string' && !CUSTOM_VALUES.includes(value)) {
        complain(messages, `${path}[id eq "${id}"]`, 'Invalid List Item');
      }
      seen.add(id ?? '');
      return { ...entry, id: id ?? entry.id ?? null };
    });
  }

  /** A reference by UUID, else by employee number (ruling 148); to somebody active. */
  #reference(given: Json | undefined, path: string, messages: Messages): JsonObject {
    const value = member(given, 'value');
    const number = member(given, 'employeeNumber');
    const person =
      typeof value === 'string'
        ? this.#directory.stored(value)
        : typeof number === 'string'
          ? this.#directory.byEmployeeNumber(number)
          : undefined;
    if (person === undefined || !person.active) {
      complain(messages, path, 'refers to nobody', 'INVALID_USER');
      return {};
    }
    return { value: person.id, employeeNumber: person.employeeNumber };
  }

  #lists(urn: string, given: JsonObject, entryOf: (entry: JsonObject, path: string) => JsonObject): JsonObject {
    const kinds = Object.entries(given).flatMap(([kind, list]) => {
      if (!isArray(list)) return [];
      const entries = list.filter(isObject).map((entry) => entryOf(entry, `${urn}:${kind}`));
      const lastPrimary = entries.findLastIndex((entry) => entry.primary === true);
      const single = kind === 'report' || kind === 'request';
      // One primary approver a kind, the latest; only two kinds know deputies.
      const settled = entries.flatMap((entry, index) => {
        if (entry.primary !== true || index === lastPrimary) return [entry];
        return single ? [{ ...entry, primary: false }] : [];
      });
      return settled.length === 0 ? [] : [[kind, settled] as const];
    });
    return Object.fromEntries(kinds);
  }

  #approver(entry: JsonObject, path: string, messages: Messages): JsonObject {
    const complaint = boolean(entry.primary ?? null);
    if (complaint !== undefined) complain(messages, `${path}.primary`, complaint);
    if (entry.primary === false && !/:(report|request)$/.test(path))
      complain(messages, `${path}.primary`, 'must be true');
    return { ...entry, approver: this.#reference(entry.approver, path, messages) };
  }

  #delegate(entry: JsonObject, path: string, messages: Messages): JsonObject {
    const { temporaryDelegatation: old, ...rest } = entry;
    for (const [name, value] of Object.entries(rest)) {
      const complaint = name.startsWith('can') && value !== null ? boolean(value) : undefined;
      if (complaint !== undefined) complain(messages, `${path}.${name}`, complaint);
    }
    return {
      ...rest,
      ...(old !== undefined && { temporaryDelegation: old }),
      delegate: this.#reference(entry.delegate, path, messages),
    };
  }

  #roles(given: JsonObject, messages: Messages): JsonObject {
    if (!isArray(given.roles)) return given;
    const { codes, exclusions, prerequisites } = this.#contract.roles;
    const path = `${URN.role}:roles`;
    const known = new Map(codes.map((one) => [one.code, one.groupAware]));
    const roles = given.roles.filter(isObject);
    const held = new Set(roles.map((role) => (typeof role.roleName === 'string' ? role.roleName : '')));
    for (const code of held) if (!known.has(code)) complain(messages, path, `names the unknown role ${code}`);
    for (const set of exclusions) {
      const both = set.filter((code) => held.has(code));
      if (both.length > 1) complain(messages, path, `${both.join(' and ')} exclude each other`, 'ROLE_CONFLICT');
    }
    for (const { code, needs } of prerequisites) {
      const missing = held.has(code) ? needs.filter((need) => !held.has(need)) : [];
      if (missing.length > 0) complain(messages, path, `${code} needs ${missing.join(', ')}`, 'ROLE_PREREQUISITE');
    }
    const seen = new Set<string>();
    const stored = roles.flatMap((role): JsonObject[] => {
      const code = String(role.roleName);
      if (seen.has(code)) return [];
      seen.add(code);
      const groups = isArray(role.roleGroups) ? role.roleGroups : undefined;
      if (known.get(code) === false && groups?.some((group) => group !== '')) {
        warn(messages, path, `${code} takes no groups.`);
        return [{ roleName: code }];
      }
      return [{ roleName: code, ...(groups && { roleGroups: [...groups] }) }];
    });
    return { roles: stored };
  }

  #payroll(given: JsonObject, messages: Messages): JsonObject {
    const { adp } = given;
    if (!isObject(adp) || Object.keys(adp).length === 0) return given;
    for (const name of ['companyCode', 'deductionCode', 'employeeFileNumber']) {
      const complaint = typeof adp[name] === 'string' ? undefined : 'is required';
      if (complaint !== undefined) complain(messages, `${URN.payroll}:adp.${name}`, complaint, 'REQUIRED_VALUE');
    }
    return given;
  }
}
