/** The text of a new target file, with the comments somebody needs who opens it for the first time. Pure. */

export const AUTH_KINDS = ['token', 'client_credentials', 'password', 'refresh_token'] as const;
export type AuthKind = (typeof AUTH_KINDS)[number];

export interface TargetDraft {
  readonly name: string;
  readonly baseUrl: string;
  readonly revision: string;
  readonly capabilities: readonly string[];
  readonly auth: AuthKind;
  /** For anything but a token. */
  readonly tokenUrl: string | undefined;
  readonly provisioning: { readonly companyId: string; readonly userNameDomain: string } | undefined;
  readonly requestsPerSecond: number;
}

export function targetFileText(draft: TargetDraft): string {
  return `${[
    '# A target of spend-conformance. Secrets are named by environment variable: this file can be shared.',
    '# Every key is explained in targets/example.yaml and docs/targets.md.',
    '',
    `name: ${scalar(draft.name)}`,
    `baseUrl: ${scalar(draft.baseUrl)}`,
    `revision: ${scalar(draft.revision)}`,
    `capabilities: [${draft.capabilities.map(scalar).join(', ')}]`,
    '',
    'auth:',
    ...authLines(draft),
    '  # Each further token lets more authorization cases run:',
    '  # readonly: { tokenEnv: SPEND_TOKEN_READONLY }',
    '  # noscope: { tokenEnv: SPEND_TOKEN_NOSCOPE }',
    '  # user: { tokenEnv: SPEND_TOKEN_USER }',
    ...provisioningLines(draft),
    '',
    '# How fast a run may ask.',
    `pace: { requestsPerSecond: ${draft.requestsPerSecond}, concurrency: 4 }`,
  ].join('\n')}\n`;
}

function authLines({ auth, tokenUrl }: TargetDraft): readonly string[] {
  if (auth === 'token') return ['  company: { tokenEnv: SPEND_TOKEN }'];
  return [
    '  company:',
    '    oauth2:',
    `      tokenUrl: ${scalar(tokenUrl ?? '')}`,
    `      grant: ${auth}`,
    '      clientIdEnv: SPEND_CLIENT_ID',
    '      clientSecretEnv: SPEND_CLIENT_SECRET',
    ...GRANT_LINES[auth],
  ];
}

const GRANT_LINES: Readonly<Record<Exclude<AuthKind, 'token'>, readonly string[]>> = {
  client_credentials: [],
  password: [
    '      usernameEnv: SPEND_USERNAME # the company id',
    '      passwordEnv: SPEND_PASSWORD # the company request token, valid for 24 hours',
    '      credtype: authtoken # password for the login of a person',
  ],
  refresh_token: [
    '      refreshTokenEnv: SPEND_REFRESH_TOKEN',
    '      # Where a new refresh token goes (mode 600), and where the next run looks first.',
    '      refreshTokenFile: .refresh-token',
  ],
};

function provisioningLines({ provisioning }: TargetDraft): readonly string[] {
  if (provisioning === undefined) return [];
  const { companyId, userNameDomain } = provisioning;
  return [
    '',
    '# Only used with --allow-writes. Users cannot be deleted: name some that a run may change.',
    'provisioning:',
    ...(companyId === '' ? [] : [`  companyId: ${scalar(companyId)}`]),
    `  userNameDomain: ${scalar(userNameDomain)}`,
    '  subjects: []',
  ];
}

/** Plain where nobody could read it otherwise, quoted elsewhere. */
function scalar(text: string): string {
  const plain = /^[A-Za-z][\w./-]*$|^https?:\/\/[\w./:-]+$|^\d{4}-\d{2}$/.test(text);
  return plain && !/^(true|false|null|yes|no|on|off)$/i.test(text) ? text : JSON.stringify(text);
}
