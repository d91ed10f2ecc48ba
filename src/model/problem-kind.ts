/**
 * What kind of failure a problem is: its sentence and its place without what differs from run to run. Two problems of one
 * kind are one failure seen twice. Imports nothing.
 */

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
/** Personal values have another name in every run. */
const PSEUDONYM = /\u2039[^\u203a]*\u203a/g;
const NUMBER = /\d+(?:[.,]\d+)*/g;
const POSITION = /\/\d+(?=\/|$)/g;

export function kindOf({ message, pointer }: { readonly message: string; readonly pointer?: string }): string {
  const kind = message.replaceAll(PSEUDONYM, '<value>').replaceAll(UUID, '<id>').replaceAll(NUMBER, '#');
  const place = (pointer ?? '').replaceAll(PSEUDONYM, '<value>').replaceAll(POSITION, '/*');
  return `${kind} at ${place}`;
}
