/**
 * The cases of a page as data. What thousands of exchanges have in common (headers, the beginning of a curl command, the
 * command that repeats a case) is written once; case-view.js puts it back. A page of 2,000 cases stays small by this.
 */

import type { ConformanceReport, ReportCase, ReportExchange } from '../../model/report.ts';
import { repeatPrefix } from '../format.ts';

/** What cases refer to by position. */
export class SharedValues {
  readonly #positions = new Map<string, number>();
  readonly #values: unknown[] = [];

  /** Where an equal value stands. */
  position(value: unknown): number {
    const key = JSON.stringify(value);
    const known = this.#positions.get(key);
    if (known !== undefined) return known;
    this.#positions.set(key, this.#values.length);
    return this.#values.push(value) - 1;
  }

  /** For the page, once all cases are packed. */
  page(report: ConformanceReport): object {
    return { values: this.#values, repeat: repeatPrefix(report) };
  }
}

/** A case with positions in place of what others have as well. */
export function packed(one: ReportCase, shared: SharedValues): object {
  return { ...one, evidence: one.evidence.map((exchange) => packedExchange(exchange, shared)) };
}

function packedExchange({ request, response, curl, ...rest }: ReportExchange, shared: SharedValues): object {
  const at = curl.lastIndexOf(request.url);
  return {
    ...rest,
    request: { ...request, headers: shared.position(request.headers) },
    response: { ...response, headers: shared.position(response.headers) },
    // The address stands in the request already.
    curl: at < 0 ? curl : [shared.position(curl.slice(0, at)), curl.slice(at + request.url.length)],
  };
}
