/** What stands behind a connection that failed, in words a reader can act on. It knows codes, no target and no run. */

import type { Blame } from '../model/blame.ts';

export interface Trouble {
  /** Completes "the host ...". */
  readonly says: string;
  readonly blame: Blame;
  readonly todo: string;
}

const NAME = {
  says: 'has a name that cannot be resolved',
  blame: 'configuration',
  todo: 'Check the host name in the base URL; behind a proxy, set HTTPS_PROXY.',
} as const;
const TRUST = {
  says: 'shows a certificate that nobody here trusts',
  blame: 'configuration',
  todo: 'Where a company signs its own certificates, name its authority: NODE_EXTRA_CA_CERTS=/path/to/ca.pem.',
} as const;
const PORT = {
  says: 'accepts no connection on this port',
  blame: 'target',
  todo: 'Check the port, and that the server runs.',
} as const;
const WAY = {
  says: 'cannot be reached from here',
  blame: 'network',
  todo: 'Check the network, the firewall and HTTPS_PROXY / NO_PROXY.',
} as const;

const BY_CODE: Readonly<Record<string, Trouble>> = {
  ENOTFOUND: NAME,
  EAI_AGAIN: { ...NAME, blame: 'network', todo: 'The name service gave no answer: check the network, or HTTPS_PROXY.' },
  ECONNREFUSED: PORT,
  EHOSTUNREACH: WAY,
  ENETUNREACH: WAY,
  ETIMEDOUT: WAY,
  UND_ERR_CONNECT_TIMEOUT: WAY,
  UND_ERR_ABORTED: {
    says: 'lies behind a proxy that opened no tunnel',
    blame: 'network',
    todo: 'Check HTTPS_PROXY and its credentials, or exempt the host with NO_PROXY.',
  },
  PROXY: { says: 'lies behind a proxy whose URL is wrong', blame: 'configuration', todo: 'Correct HTTPS_PROXY.' },
  CERT_HAS_EXPIRED: {
    says: 'shows a certificate that has expired',
    blame: 'target',
    todo: 'Have the certificate renewed; if it is new, check the clock of this machine.',
  },
  CERT_NOT_YET_VALID: {
    says: 'shows a certificate that is not valid yet',
    blame: 'configuration',
    todo: 'Check the clock of this machine.',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    says: 'shows a certificate for another name',
    blame: 'configuration',
    todo: 'Write the base URL with a name that the certificate holds.',
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: TRUST,
  SELF_SIGNED_CERT_IN_CHAIN: TRUST,
  UNABLE_TO_GET_ISSUER_CERT: TRUST,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: TRUST,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: TRUST,
  ERR_SSL_WRONG_VERSION_NUMBER: {
    says: 'speaks no TLS on this port',
    blame: 'configuration',
    todo: 'Check the scheme and the port of the base URL.',
  },
};

/** By a system's or a library's code such as ENOTFOUND. */
export function troubleOf(code: string): Trouble {
  return BY_CODE[code] ?? WAY;
}
