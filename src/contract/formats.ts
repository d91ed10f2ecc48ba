/**
 * Text forms where the rulings are stricter than the usual validators: a UUID is bare (64, 65), a date-time has `T`
 * and a zone with a colon or `Z` (70). Pure; shared by validators and checks.
 */

/** RFC 4122 text form without `urn:uuid:`; case is ignored. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const DATE_TIME_FORM =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/** An RFC 3339 date-time of a day that exists. */
export function isDateTime(text: string): boolean {
  const parts = DATE_TIME_FORM.exec(text);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export const DATE_TIME = { type: 'string', validate: isDateTime } as const;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}
