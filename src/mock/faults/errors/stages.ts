/**
 * Where the bugs of this area stand: in the body of a refusal, or in the whole answer. Answers that a gateway may give
 * with any body are left alone, for a bug there breaks nothing.
 */

import { URN } from '../../../contract/contract.ts';
import { isObject, type Json, type JsonObject } from '../../../model/json.ts';
import { type Answer, type ErrorScene, type Hook, json, NOTHING, type Scene, text, withHeader } from '../../fault.ts';

type Family = ErrorScene['family'];

const FREE = new Set([401, 403, 414, 429, 431]);

/** Changes the body of the errors of one family, those of gateways left alone. */
export function inErrors(family: Family, change: (body: JsonObject, at: ErrorScene) => Json): Hook<'error'> {
  return (body, at) =>
    at.family === family && !FREE.has(at.refusal.status) && at.refusal.status < 500 && isObject(body)
      ? change(body, at)
      : body;
}

/** Changes whole answers of one family that are client errors. */
export function inAnswers(family: Family, change: (answer: Answer, at: Scene) => Answer): Hook<'answer'> {
  return (answer, at) => {
    const concerned =
      at.operation !== undefined &&
      at.contract.operation(at.operation).family === family &&
      at.contract.operation(at.operation).method === at.request.method &&
      answer.status >= 400 &&
      answer.status < 500 &&
      !FREE.has(answer.status);
    return concerned ? change(answer, at) : answer;
  };
}

export const without = (body: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));

export const asHtml = (answer: Answer): Answer => ({
  ...withHeader(answer, 'content-type', 'text/html; charset=utf-8'),
  payload: text(`<html><body><h1>${answer.status}</h1></body></html>`),
});

export const asNothing = (answer: Answer): Answer => ({
  ...withHeader(answer, 'content-type', undefined),
  payload: NOTHING,
});

/** A server error in the mock's own words, as the last resort of a handler that did not expect the request. */
export function crash(answer: Answer, status = 500): Answer {
  const body = { schemas: [URN.error], status, detail: 'The request could not be handled.' };
  return { ...withHeader(answer, 'content-type', 'application/json'), status, payload: json(body) };
}

export const wants = (at: Scene, pattern: RegExp): boolean => pattern.test(at.request.headers.accept ?? '');

/** The same error under another status, which its body names as well. */
export function restated(answer: Answer, status: number): Answer {
  const body = answer.payload.kind === 'json' && isObject(answer.payload.value) ? answer.payload.value : {};
  return { ...answer, status, payload: json({ ...body, status: String(status) }) };
}
