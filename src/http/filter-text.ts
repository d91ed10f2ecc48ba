/** Hides the values in the filter of a URL and leaves its attributes and operators: `ledgerCode eq "‹1b7fa0c2›"`. */

/** Values of these attributes are codes of lists, shared by many. */
const CODED = new Set([
  'id',
  'country',
  'locale',
  'reimbursementcurrency',
  'reimbursementtype',
  'stateprovince',
  'budgetcountrycode',
  'active',
  'schemas',
  'approvaltype',
  'approvalgroup',
  'rolename',
  'resourcetype',
  'lastmodified',
  'created',
]);
/** `path op "literal"`, `path op word`, or a literal on its own; a literal may lack its closing quote. */
const TERM =
  /(?:([\w:.$-]+)(\s+)(eq|ne|co|sw|ew|gt|ge|lt|le)(\s*))?(?:"((?:[^"\\]|\\.)*)("?)|(?<=\b(?:eq|ne|co|sw|ew|gt|ge|lt|le)\s+)([^\s"\])]+))/gi;

/** `hide` gets each value that may say something about a person or an account. */
export function hideFilterValues(filter: string, hide: (value: string) => string): string {
  return filter.replace(TERM, (whole, path = '', before = '', operator = '', after = '', literal, close = '', word) => {
    const head = `${path}${before}${operator}${after}`;
    const name = String(path).split(/[:.]/).at(-1)?.toLowerCase() ?? '';
    if (CODED.has(name)) return whole;
    if (literal !== undefined) return `${head}"${hide(unescaped(literal))}${close}`;
    return /^(true|false|null|\d{1,3})$/i.test(word) ? whole : `${head}${hide(word)}`;
  });
}

function unescaped(literal: string): string {
  return literal.replaceAll(/\\(.)/g, '$1');
}

/** The query of a URL with every `filter` rewritten; everything else is left to `other`, decoded where that is possible. */
export function hideInQuery(query: string, hide: (value: string) => string, other: (text: string) => string): string {
  return query
    .split('&')
    .map((pair) => {
      const cut = pair.indexOf('=');
      const raw = cut < 0 ? '' : pair.slice(cut + 1);
      const text = decoded(raw);
      const name = decoded(cut < 0 ? pair : pair.slice(0, cut));
      const clean = name === 'filter' ? other(hideFilterValues(text, hide)) : other(text);
      return clean === text ? pair : `${pair.slice(0, cut + 1)}${encodeURIComponent(clean)}`;
    })
    .join('&');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
