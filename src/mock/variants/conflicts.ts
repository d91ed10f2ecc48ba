/**
 * Variants that one server cannot show together, with the reason. What is not listed here must be permitted in any
 * combination, and the proof of pairs sees to it that every such pair was really met.
 */

export interface Conflict {
  /** No two of these go together. */
  readonly variants: readonly string[];
  readonly why: string;
}

export const CONFLICTS: readonly Conflict[] = [
  { variants: ['clamp-page-size', 'page-size-zero-counts-only'], why: 'both say what a page size of 0 means' },
  { variants: ['smaller-default-page', 'larger-default-page'], why: 'there is one default page size' },
  { variants: ['methods-404', 'methods-501', 'methods-403'], why: 'a refusal has one status' },
  { variants: ['order-by-id', 'order-by-page-size'], why: 'a list has one order' },
  { variants: ['both-page-size-names', 'unknown-parameters-400'], why: 'the other name is either known or not' },
  { variants: ['immediate-completion', 'slow-convergence'], why: 'processing is either immediate or slow' },
  { variants: ['refused-with-gateway-body', 'refused-in-html'], why: 'a refusal has one body' },
  { variants: ['ids-as-written', 'ids-in-capitals'], why: 'who finds ids as they are kept writes them so' },
  { variants: ['malformed-id-400', 'urn-of-a-uuid'], why: 'an id with urn:uuid is either malformed or understood' },
  { variants: ['filters-evaluated', 'quoted-booleans'], why: 'true in quotes is either a text or a boolean' },
  { variants: ['status-meta-brief', 'status-offset-times'], why: 'a status without times writes none' },
  { variants: ['test-employee-in-silence', 'test-employee-refused'], why: 'a change is either refused or left out' },
  { variants: ['no-charset', 'media-type-in-capitals', 'scim-media-type'], why: 'an answer has one media type' },
  {
    variants: ['new-correlation-id', 'plain-correlation-id', 'no-correlation-id'],
    why: 'an answer has one correlation id',
  },
  { variants: ['any-content-type', 'odd-content-type-400'], why: 'a body of another type is either read or refused' },
];
