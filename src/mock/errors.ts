/** The two error families: retrieval with an integer status, provisioning with a string and Concur messages (ruling 112). */

import { URN } from '../contract/contract.ts';
import type { Json } from '../model/json.ts';
import type { Refusal } from './refusal.ts';

export type Family = 'retrieval' | 'provisioning';

const CODES: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

export function errorBody({ status, scimType, detail, messages }: Refusal, family: Family): Json {
  const type = scimType === undefined ? {} : { scimType };
  if (family === 'retrieval') return { schemas: [URN.error], ...type, detail, status };
  const told = messages ?? [{ code: CODES[status] ?? 'ERROR', message: detail }];
  return {
    schemas: [URN.error, URN.concurError],
    ...type,
    detail,
    status: String(status),
    [URN.concurError]: { messages: told.map((one) => ({ ...one, type: 'error' })) },
  };
}
