// Draws the cases of one requirement from its JSON block. Every text goes through text nodes; nothing is ever parsed as HTML.

globalThis.caseView = (() => {
  const CHUNK = 200;
  const MARKS = {
    fail: ['✕', 'fail'],
    inconclusive: ['?', 'inconclusive'],
    pass: ['✓', 'pass'],
    'not-exercised': ['–', 'not exercised'],
  };
  const TONES = { inconclusive: 'inconclusive', pass: 'pass', 'not-exercised': 'other' };
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

  function problemView(problem, one, tone) {
    const contrast = ['expected', 'actual'].flatMap((key) =>
      problem[key] === undefined
        ? []
        : [el('div', {}, el('span', { class: 'label' }, key), el('pre', { tabindex: '0' }, valueText(problem[key])))],
    );
    const shown = one.evidence[problem.exchange];
    return el(
      'div',
      { class: 'problem', 'data-tone': tone },
      el('p', {}, problem.message),
      problem.pointer === undefined
        ? undefined
        : el('div', {}, el('span', { class: 'label' }, 'at '), el('code', {}, problem.pointer || 'the whole body')),
      contrast.length > 0 ? el('div', { class: 'contrast' }, contrast) : undefined,
      witnessTable(problem.witness),
      shown ? el('div', { class: 'label' }, `shown by exchange ${problem.exchange + 1} below`) : undefined,
    );
  }

  /** The events that prove it, with the time since the first of them. */
  function witnessTable(witness) {
    if (!witness || witness.length === 0) return undefined;
    const since = Date.parse(witness[0].start);
    const rows = witness.map(({ kind, operation, start, asked, seen, detail, times }) =>
      el(
        'tr',
        {},
        el('td', { class: 'count' }, `+${Date.parse(start) - since} ms`),
        el(
          'th',
          { scope: 'row' },
          `${kind}${times > 1 ? ` × ${times}` : ''}`,
          el('div', { class: 'faint' }, operation),
        ),
        el('td', { class: 'mono' }, asked ? valueText(asked) : ''),
        el('td', { class: 'mono' }, seen ? valueText(seen) : (detail ?? '')),
      ),
    );
    const heads = ['time', 'event', 'asked', 'seen'].map((name) => el('th', { scope: 'col' }, name));
    return el(
      'div',
      { class: 'scroll witness', role: 'region', 'aria-label': 'The events that show it', tabindex: '0' },
      el(
        'table',
        {},
        el('caption', {}, 'The events that show it'),
        el('thead', {}, el('tr', {}, heads)),
        el('tbody', {}, rows),
      ),
    );
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

  function caseInside(one, tone) {
    const pointed = new Set(one.problems.map((problem) => problem.exchange));
    const more = one.moreProblems ? el('p', { class: 'faint' }, `and ${one.moreProblems} more problems`) : undefined;
    return el(
      'div',
      { class: 'case-inside' },
      one.reason || one.detail
        ? el('p', {}, one.reason ? el('strong', {}, `${one.reason}: `) : '', one.detail ?? '')
        : undefined,
      one.blame ? el('p', {}, el('span', { class: 'label' }, 'blamed on '), one.blame) : undefined,
      (one.unanswered ?? []).map(unansweredView),
      one.behaviour ? el('p', {}, el('span', { class: 'label' }, 'behaviour seen '), one.behaviour) : undefined,
      one.problems.length > 0 ? el('h4', {}, one.verdict === 'fail' ? 'Problems' : 'What differs') : undefined,
      one.problems.map((problem) => problemView(problem, one, tone)),
      more,
      one.evidence.length > 0 ? el('h4', {}, 'Evidence') : undefined,
      one.evidence.map((exchange, index) =>
        exchangeView(
          exchange,
          index,
          pointed.has(index) && one.evidence.length === 1,
          one.problems.find((problem) => problem.exchange === index)?.pointer,
        ),
      ),
      el('h4', {}, 'Repeat just this case'),
      copyable('the command', one.repeat),
      el('div', { class: 'label' }, 'link ', el('a', { class: 'mono', href: `#${one.id}` }, `#${one.id}`)),
    );
  }

  function caseView(one, tone) {
    const [glyph, word] = MARKS[one.verdict] ?? ['?', one.verdict];
    const own = TONES[one.verdict] ?? tone;
    const summary = el(
      'summary',
      {},
      el('span', { class: 'mark', 'data-tone': own }, el('span', { 'aria-hidden': 'true' }, glyph), ` ${word}`),
      el('span', { class: 'case-name' }, one.name),
      el('span', { class: 'faint' }, one.behaviour ?? one.reason ?? ''),
    );
    return lazy({ class: 'case', id: one.id }, summary, () => caseInside(one, tone));
  }

  let shared;

  /** What cases have in common is written once on the page. */
  function restored(one) {
    shared ??= JSON.parse(document.getElementById('shared').textContent);
    for (const exchange of one.evidence) {
      const { request, response, curl } = exchange;
      request.headers = shared.values[request.headers];
      response.headers = shared.values[response.headers];
      if (Array.isArray(curl)) exchange.curl = shared.values[curl[0]] + request.url + curl[1];
    }
    one.repeat = `${shared.repeat}'${one.id.replaceAll("'", "'\\''")}'`;
    return one;
  }

  function parsed(requirement) {
    requirement.cases ??= JSON.parse(requirement.querySelector('script')?.textContent ?? '[]').map(restored);
    return requirement.cases;
  }

  /** Draws the cases up to and with `wanted`, at least one chunk; more on demand. */
  function draw(requirement, wanted) {
    const box = requirement.querySelector('.cases');
    if (!box) return;
    const cases = parsed(requirement);
    const drawn = box.querySelectorAll(':scope > .case').length;
    const target = Math.max(wanted ?? 0, drawn === 0 ? CHUNK - 1 : -1) + 1;
    if (target <= drawn) return;
    box.querySelector(':scope > button')?.remove();
    const upTo = Math.min(cases.length, Math.ceil(target / CHUNK) * CHUNK);
    box.append(...cases.slice(drawn, upTo).map((one) => caseView(one, requirement.dataset.tone)));
    const first = box.querySelector(':scope > .case');
    if (drawn === 0 && cases[0]?.verdict === 'fail') {
      // Who opens a broken requirement wants to see why.
      first.fill();
      first.open = true;
    }
    if (upTo < cases.length) {
      const button = el('button', { type: 'button' }, `Show more of the ${cases.length - upTo} cases left`);
      button.addEventListener('click', () => {
        draw(requirement, upTo);
        document.getElementById(cases[upTo].id)?.querySelector('summary')?.focus();
      });
      box.append(button);
    }
  }

  return { draw, parsed };
})();
