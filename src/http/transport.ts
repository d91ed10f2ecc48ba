/** The wire, reduced to one function. It knows no operation, no token and no rule; a proof puts another one in place. */

export interface WireRequest {
  readonly method: string;
  /** Absolute, and sent exactly as written: nothing is normalised. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Until the last byte of the response, in milliseconds. */
  readonly timeoutMs: number;
}

export interface WireResponse {
  readonly status: number;
  /** Lower-case names; repeated headers joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** After content decoding. */
  readonly body: Uint8Array;
}

export interface Transport {
  send(request: WireRequest): Promise<WireResponse>;
  close(): Promise<void>;
}

/**
 * `cut-short`: an answer began and did not end. Nothing was sent for `unsendable`, where the request holds a character
 * that HTTP cannot carry, and for `no-token`, where its token expired and cannot be renewed.
 */
export type TransportFailureKind =
  | 'unreachable'
  | 'timeout'
  | 'too-large'
  | 'undecodable'
  | 'cut-short'
  | 'unsendable'
  | 'no-token';

/** No answer, or none that could be read to its end. Not a HarnessError: the engine turns it into a reason. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';
  readonly kind: TransportFailureKind;
  /** System or library code such as ECONNREFUSED, where there is one. */
  readonly code: string;

  constructor(kind: TransportFailureKind, code: string, message: string) {
    super(message);
    this.kind = kind;
    this.code = code;
  }
}

/** `https://host:port` of an absolute URL, by text: a URL object would rewrite the rest. */
export function originOf(url: string): string {
  return /^https?:\/\/[^/?#]+/i.exec(url)?.[0] ?? url;
}
