// Draws exchanges: what was asked, what came, the value that a problem points to, and how to ask again. Every text goes through
// text nodes; nothing is ever parsed as HTML.

globalThis.evidenceView = (() => {
  // Characters that act on the reader's screen instead of being seen; the pages written by the server show them likewise.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/g;

  function visible(text) {
    return String(text).replace(UNSEEN, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
  }

  /** An element with attributes and children; strings become text nodes. */
  function el(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes ?? {})) {
      if (value !== undefined) element.setAttribute(key, value);
    }
    for (const child of children.flat()) {
      if (child === undefined || child === null) continue;
      element.append(child instanceof Node ? child : visible(child));
    }
    return element;
  }

  /** A `details` whose inside is drawn when it is opened first. */
  function lazy(attributes, summary, draw) {
    const details = el('details', attributes, summary);
    const fill = () => {
      if (details.childElementCount === 1) details.append(draw());
    };
    details.addEventListener('toggle', () => details.open && fill());
    details.fill = fill;
    return details;
  }

  function valueText(value) {
    return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  }

  function copyable(label, text) {
    const button = el('button', { type: 'button', 'aria-label': `Copy ${label}` }, 'Copy');
    button.addEventListener('click', () => copy(text, button));
    return el('div', { class: 'copyable' }, el('pre', { tabindex: '0' }, text), button);
  }

  async function copy(text, button) {
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = copyBySelection(text);
    }
    button.textContent = done ? 'Copied' : 'Press Ctrl+C';
    const said = document.getElementById('said');
    if (said) said.textContent = done ? 'Copied to the clipboard' : 'Could not copy; select the text instead';
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 2000);
  }

  /** For pages opened from disk in browsers that keep the clipboard for themselves there. */
  function copyBySelection(text) {
    const area = el('textarea', { class: 'unseen', readonly: '' });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }

  function headerTable(title, headers) {
    const rows = Object.entries(headers).map(([name, value]) =>
      el('tr', {}, el('th', { scope: 'row', class: 'mono' }, name), el('td', { class: 'mono' }, value)),
    );
    if (rows.length === 0) return undefined;
    return el('div', { class: 'scroll' }, el('table', {}, el('caption', {}, title), el('tbody', {}, rows)));
  }

  function attemptList(attempts) {
    if (!attempts) return undefined;
    const rows = attempts.map(({ status, failure, ms, waitedMs }) =>
      el('li', {}, `${status ?? failure} after ${Math.round(ms)} ms${waitedMs ? `, then waited ${waitedMs} ms` : ''}`),
    );
    return el('div', {}, el('span', { class: 'label' }, 'every try of it'), el('ol', {}, rows));
  }

  function unansweredView({ request, attempts, curl }) {
    return el(
      'div',
      { class: 'problem', 'data-tone': 'inconclusive' },
      el('p', { class: 'mono' }, `${request.method} ${request.url}`),
      attemptList(attempts),
      copyable('the curl command', curl),
    );
  }

  /** The body with what the pointer means marked: `at /Resources/3: {...}` is a part of it, anything else the whole. */
  function excerptView(body, pointer) {
    const part = /^at (\/[^\n]*?): (?=[[{"\d\-tfn])/.exec(body);
    const base = part?.[1] ?? '';
    if (pointer === undefined || !pointer.startsWith(base)) return el('pre', { tabindex: '0' }, body);
    try {
      const whole = JSON.parse(part ? body.slice(part[0].length) : body);
      return el('pre', { tabindex: '0' }, part?.[0] ?? '', marked(whole, pointer.slice(base.length)));
    } catch {
      return el('pre', { tabindex: '0' }, body);
    }
  }

  const HERE = '\ue000here';

  /** Pretty JSON as text and one `mark`; the whole is marked where the pointer leads nowhere in it. */
  function marked(whole, pointer) {
    const steps = pointer.split('/').slice(1);
    const names = steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = names.pop();
    const parent = names.reduce((value, name) => (value === null ? undefined : value?.[name]), whole);
    if (last === undefined || parent === null || typeof parent !== 'object' || !Object.hasOwn(parent, last)) {
      return el('mark', {}, JSON.stringify(whole, null, 2));
    }
    const value = parent[last];
    parent[last] = HERE;
    const [before = '', after = ''] = JSON.stringify(whole, null, 2).split(JSON.stringify(HERE));
    const indent = /\n( *)[^\n]*$/.exec(before)?.[1] ?? '';
    return [before, el('mark', {}, JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`)), after];
  }

  function exchangeView(exchange, position, open, pointer) {
    const { request, response } = exchange;
    const summary = el(
      'summary',
      {},
      el('span', { class: 'faint' }, `${position + 1}. `),
      el('span', { class: 'mono' }, `${request.method} ${request.url} → ${response.status}`),
      el('span', { class: 'faint' }, `  ${Math.round(exchange.ms)} ms, ${response.bytes} B`),
    );
    const details = lazy({ class: 'exchange' }, summary, () =>
      el(
        'div',
        { class: 'exchange-inside' },
        el('span', { class: 'label' }, 'repeat this request'),
        copyable('the curl command', exchange.curl),
        headerTable('Request headers', request.headers),
        request.body === undefined ? undefined : el('span', { class: 'label' }, 'request body'),
        request.body === undefined ? undefined : el('pre', { tabindex: '0' }, request.body),
        headerTable('Response headers', response.headers),
        response.body === undefined ? undefined : el('span', { class: 'label' }, 'response body, excerpt'),
        response.body === undefined ? undefined : excerptView(response.body, pointer),
        attemptList(exchange.attempts),
        el('div', { class: 'label' }, `sent ${exchange.startedAt}, body ${response.digest}`),
      ),
    );
    if (open) {
      details.fill();
      details.open = true;
    }
    return details;
  }

  return { el, lazy, valueText, copyable, unansweredView, exchangeView };
})();
