/** Rules about the members every spend user shares that no schema can express: schemas, meta and its location. */

import { isDateTime } from '../contract/formats.ts';
import { at, isArray, type Json, type JsonObject } from '../model/json.ts';
import { onUsers } from './resource-users.ts';

/** Extensions are the members whose name is a URN; null means unset. */
export function extensionsOf(user: JsonObject): readonly string[] {
  return Object.keys(user).filter((name) => /^urn:/i.test(name) && user[name] !== null);
}

function textsOf(value: Json | undefined): readonly string[] | undefined {
  return isArray(value) && value.every((one) => typeof one === 'string') ? value.map(String) : undefined;
}

/** Every extension of the user stands in its schemas (ruling 61). */
export const schemasNameExtensions = onUsers((user) => {
  const schemas = textsOf(user.schemas)?.map((one) => one.toLowerCase());
  const extensions = extensionsOf(user);
  if (schemas === undefined || extensions.length === 0) return undefined;
  return extensions
    .filter((urn) => !schemas.includes(urn.toLowerCase()))
    .map((urn) => ({
      message: 'The user carries an extension that its schemas do not name.',
      at: ['schemas'],
      expected: urn,
      actual: user.schemas ?? null,
    }));
});

/** The last segment of an absolute URL, or undefined where the text is none. */
function lastSegment(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const segments = new URL(text).pathname.split('/').filter((one) => one !== '');
  return segments.at(-1);
}

/** meta.location ends with the id (rulings 6, 66). A text that is no absolute URI is the schema's to judge. */
export const locationEndsWithId = onUsers((user) => {
  const location = at(user, 'meta', 'location');
  if (typeof location !== 'string' || typeof user.id !== 'string' || user.id === '') return undefined;
  const last = lastSegment(location);
  if (last === undefined) return undefined;
  if (last.toLowerCase() === user.id.toLowerCase()) return [];
  const message = 'meta.location does not end with the id of the user.';
  return [{ message, at: ['meta', 'location'], expected: user.id, actual: location }];
});

/** created, where it is set, is not after lastModified; unset is a documented form of it (ruling 67). */
export const createdBeforeModified = onUsers((user) => {
  const created = at(user, 'meta', 'created');
  const modified = at(user, 'meta', 'lastModified');
  if (typeof modified !== 'string' || !isDateTime(modified)) return undefined;
  if (typeof created !== 'string') return [];
  if (!isDateTime(created)) return undefined;
  if (Date.parse(created) <= Date.parse(modified)) return [];
  const message = 'The user was created after it was last modified.';
  return [{ message, at: ['meta', 'created'], expected: `not after ${modified}`, actual: created }];
});

/** externalId, where it is set, is a string (ruling 72). Most users have none, and that is judged as well. */
export const externalIdIsText = onUsers((user) => {
  const { externalId } = user;
  if (externalId === undefined || externalId === null || typeof externalId === 'string') return [];
  const message = `externalId is ${isArray(externalId) ? 'array' : typeof externalId} where a string is documented.`;
  return [{ message, at: ['externalId'], expected: 'string or null', actual: externalId }];
});
