/**
 * Which proxy a request takes, by the variables every tool knows: HTTPS_PROXY, HTTP_PROXY, NO_PROXY, in either case.
 * Loopback is always direct: what runs on this machine is nothing a proxy could reach.
 */

export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/** The proxy's URL for an origin, or undefined for a direct connection. */
export function proxyFor(origin: string, environment: ProxyEnvironment): string | undefined {
  if (!URL.canParse(origin)) return undefined;
  const url = new URL(origin);
  if (isLoopback(url.hostname)) return undefined;
  const read = (name: string) => environment[name.toLowerCase()] || environment[name] || undefined;
  const proxy = url.protocol === 'https:' ? read('HTTPS_PROXY') : read('HTTP_PROXY');
  if (proxy === undefined || isExempt(url, read('NO_PROXY') ?? '')) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

/** What a proxy would have to send back for it to be seen: the passwords in the variables that name one. */
export function proxySecrets(environment: ProxyEnvironment): readonly string[] {
  return ['HTTPS_PROXY', 'HTTP_PROXY'].flatMap((name) =>
    [environment[name.toLowerCase()], environment[name]].flatMap((proxy) => {
      const url = proxy === undefined || proxy.includes('://') ? proxy : `http://${proxy}`;
      const { username = '', password = '' } = url !== undefined && URL.canParse(url) ? new URL(url) : {};
      if (password === '') return [];
      return [password, decoded(password), `${decoded(username)}:${decoded(password)}`];
    }),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `localhost`, 127.0.0.0/8 and ::1. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** `host`, `.domain`, `*.domain`, each with or without a port; `*` exempts everything. A name covers its subdomains. */
function isExempt(url: URL, list: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', wanted] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      if (wanted !== undefined && wanted !== port) return false;
      const domain = name.replace(/^\*?\./, '');
      return url.hostname === domain || url.hostname.endsWith(`.${domain}`);
    });
}
