/** Builds the URL of a request by text, so that what a case wrote is what goes over the wire. */

import type { Contract } from '../contract/contract.ts';
import type { OperationId } from '../model/requirement.ts';
import type { SendInput } from './case.ts';

export interface UrlParts {
  readonly contract: Contract;
  readonly baseUrl: string;
  readonly paths: Readonly<Partial<Record<OperationId, string | undefined>>>;
}

export function urlOf(parts: UrlParts, id: OperationId, input: SendInput): string {
  const template = parts.paths[id] ?? parts.contract.operation(id).path;
  const path = template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const raw = input.rawPath?.[name];
    return raw ?? encodeURIComponent(input.path?.[name] ?? '');
  });
  const query = input.rawQuery ?? encodeQuery(input.query ?? {});
  return `${parts.baseUrl}${path}${input.pathSuffix ?? ''}${query === '' ? '' : `?${query}`}`;
}

/** RFC 3986 encoding: a space is `%20`, never a plus sign. */
function encodeQuery(query: NonNullable<SendInput['query']>): string {
  return Object.entries(query)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`],
    )
    .join('&');
}
