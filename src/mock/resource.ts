/**
 * Writes a person as the retrieval endpoints serve it: schemas, id, meta, extensions. The text of each person is kept, so
 * that a page of a hundred users is joined strings.
 */

import { URN } from '../contract/contract.ts';
import type { JsonObject } from '../model/json.ts';
import type { Revision } from '../model/requirement.ts';
import type { Person } from './person.ts';

const BASE_URN = {
  '2021-03': 'urn:com.concur.spend.user.model.scim.ScimResource',
  '2024-03': 'urn:ietf:params:scim:schemas:ScimResource',
  '2026-05': 'urn:ietf:params:scim:schemas:ScimResource',
} as const;

/** ApproverLimit is served on demand since it exists: with its URN in `attributes`, all groups; without, the global one. */
function limited(extension: JsonObject, everyGroup: boolean): JsonObject {
  if (everyGroup) return extension;
  const global = (name: string) => {
    const list = extension[name];
    if (!Array.isArray(list)) return [];
    return list.filter(
      (one) => typeof one !== 'object' || one === null || !('approvalGroup' in one && one.approvalGroup),
    );
  };
  return { costObjectApprover: global('costObjectApprover'), authorizedApprover: global('authorizedApprover') };
}

export class Writer {
  readonly #revision: Revision;
  readonly #path: string;
  readonly #texts = new WeakMap<Person, { readonly origin: string; readonly text: string }>();

  /** `path`: the lookup path of the revision, with `{id}`. */
  constructor(revision: Revision, path: string) {
    this.#revision = revision;
    this.#path = path;
  }

  resource(person: Person, origin: string, everyLimit = false): JsonObject {
    const urns = Object.keys(person.spend);
    const meta = {
      resourceType: 'User',
      created: null,
      lastModified: new Date(person.modified).toISOString(),
      location: `${origin}${this.#path.replace('{id}', person.id)}`,
      version: null,
    };
    const limits = person.spend[URN.approverLimit];
    return {
      schemas: [BASE_URN[this.#revision], ...urns],
      id: person.id,
      ...(this.#revision !== '2021-03' && { meta }),
      ...person.spend,
      ...(limits && Object.keys(limits).length > 0 && { [URN.approverLimit]: limited(limits, everyLimit) }),
    };
  }

  /** The JSON text of a resource. */
  text(person: Person, origin: string): string {
    const known = this.#texts.get(person);
    if (known?.origin === origin) return known.text;
    const text = JSON.stringify(this.resource(person, origin));
    this.#texts.set(person, { origin, text });
    return text;
  }
}
