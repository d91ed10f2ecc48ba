/** What goes over the wire for an operation: URL, headers and body of one request. Knows no pace and no budget of a run. */

import type { WireRequest } from '../http/transport.ts';
import type { Role } from '../model/exchange.ts';
import type { OperationId } from '../model/requirement.ts';
import type { SendInput } from './case.ts';
import type { EngineOptions } from './plan.ts';
import { urlOf } from './url.ts';

/** The operation's documented defaults, changed as the case asks. */
export function wireRequestOf(
  options: EngineOptions,
  paths: Readonly<Partial<Record<OperationId, string | undefined>>>,
  operation: OperationId,
  input: SendInput,
): WireRequest {
  const { budgets, contract } = options;
  const body = typeof input.body === 'string' || input.body === undefined ? input.body : JSON.stringify(input.body);
  const role: Role = input.role ?? 'company';
  const authorization = options.authorization(role);
  const headers: Record<string, string> = {
    accept: 'application/json, application/scim+json',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...options.extraHeaders,
    ...(authorization !== undefined && { authorization }),
  };
  for (const [name, value] of Object.entries(input.headers ?? {})) {
    delete headers[name.toLowerCase()];
    // The case's own spelling goes on the wire: some cases are about it.
    if (value !== undefined) headers[name] = value;
  }
  return {
    method: input.method ?? contract.operation(operation).method,
    url: urlOf({ contract, baseUrl: options.target.baseUrl, paths }, operation, input),
    headers,
    ...(body !== undefined && { body }),
    timeoutMs: budgets.responseMs,
  };
}
