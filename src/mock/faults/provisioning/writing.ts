/** What faults of provisioning share: reading a request again, and another page of the same status. Breaks nothing. */

import { isArray, isObject, type Json, type JsonObject } from '../../../model/json.ts';
import { type State, statusDocument } from '../../provisioning/status.ts';
import type { Acceptance, ProvisionOperation, Scene, StatusScene } from '../../scene.ts';

/** The body of a request, an empty object where it is none. */
export function sentBody(at: Scene): JsonObject {
  try {
    const value: Json = JSON.parse(at.request.body ?? '');
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** A Bulk request as a server without limits and checks would take it. */
export function takenAnyway(at: Scene): Acceptance {
  const { Operations } = sentBody(at);
  const raw = isArray(Operations) ? Operations.filter(isObject) : [];
  const operations = raw.map((one, index): ProvisionOperation => {
    const path = typeof one.path === 'string' ? one.path : '/Users';
    return {
      number: index + 1,
      method: typeof one.method === 'string' ? one.method : 'PATCH',
      path,
      bulkId: typeof one.bulkId === 'string' ? one.bulkId : `gen-temp-bulk-id-${index + 1}`,
      data: isObject(one.data) ? one.data : {},
      userId: /^\/Users\/([^/]+)$/.exec(path)?.[1]?.toLowerCase(),
    };
  });
  return { operations, failOnErrors: undefined };
}

/** Every value under a key, however deep. */
export function valuesUnder(value: Json | undefined, key: string): readonly Json[] {
  if (isArray(value)) return value.flatMap((one) => valuesUnder(one, key));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, one]) => [...(name === key ? [one] : []), ...valuesUnder(one, key)]);
}

/** True for a read of the status. */
export const isRead = (at: StatusScene): boolean => at.moment === 'read';

/** Whole number of a query parameter. */
export function asked(at: StatusScene, name: string): number | undefined {
  const text = at.query.get(name);
  return text === null || !/^\d+$/.test(text) ? undefined : Number(text);
}

/** The same status, read with other parameters. */
export function reread(
  value: JsonObject,
  at: StatusScene,
  other: { readonly startIndex?: number; readonly count?: number; readonly state?: State | undefined },
): JsonObject {
  const state = at.query.get('state');
  const { meta } = value;
  const location = isObject(meta) && typeof meta.location === 'string' ? meta.location : '';
  return statusDocument(at.provision, location, {
    detailed: true,
    startIndex: asked(at, 'startIndex') ?? 1,
    count: asked(at, 'count') ?? 100,
    state: state === 'pending' || state === 'success' || state === 'failed' ? state : undefined,
    ...other,
  });
}

/** The operations of a status, each replaced; a summary stays as it is. */
export function withOperations(value: JsonObject, change: (operation: JsonObject) => JsonObject): JsonObject {
  const { operations } = value;
  return isArray(operations) ? { ...value, operations: operations.filter(isObject).map(change) } : value;
}

/** The extensions of every operation, each replaced or left out. */
export function withExtensions(
  value: JsonObject,
  change: (extension: JsonObject) => readonly JsonObject[],
): JsonObject {
  return withOperations(value, (operation) => {
    const { extensions } = operation;
    return isArray(extensions) ? { ...operation, extensions: extensions.filter(isObject).flatMap(change) } : operation;
  });
}

/** One member of an object member replaced: `within(status, 'meta', { location })`. */
export function within(value: JsonObject, name: string, members: JsonObject): JsonObject {
  const old = value[name];
  return isObject(old) ? { ...value, [name]: { ...old, ...members } } : value;
}

/** An object without one member. */
export function without(value: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}
