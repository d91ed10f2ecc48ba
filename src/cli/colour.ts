/** Whether colour is wanted: by a terminal that has some, and by somebody who did not say no (https://no-color.org). */

export function wantsColour(
  stream: { readonly isTTY?: boolean } = process.stdout,
  { NO_COLOR, TERM }: NodeJS.ProcessEnv = process.env,
): boolean {
  return stream.isTTY === true && TERM !== 'dumb' && (NO_COLOR === undefined || NO_COLOR === '');
}
