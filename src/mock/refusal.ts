/** A request that is not served, decided anywhere in the mock and written to the wire in one place (errors.ts). */

export interface Refusal {
  readonly refused: true;
  readonly status: number;
  readonly scimType?: string;
  readonly detail: string;
  /** Extra response headers, such as www-authenticate, allow or retry-after. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Messages of the Concur error extension, provisioning family only. */
  readonly messages?: readonly { readonly code: string; readonly message: string; readonly schemaPath?: string }[];
}

export function refuse(
  status: number,
  detail: string,
  more: Omit<Partial<Refusal>, 'status' | 'detail'> = {},
): Refusal {
  return { refused: true, status, detail, ...more };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value && value.refused === true;
}
