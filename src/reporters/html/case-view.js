// Draws the cases of one requirement from its JSON block, with what evidence-view.js draws inside them.

globalThis.caseView = (() => {
  const { el, lazy, valueText, copyable, unansweredView, exchangeView } = globalThis.evidenceView;
  const CHUNK = 200;
  const MARKS = {
    fail: ['✕', 'fail'],
    inconclusive: ['?', 'inconclusive'],
    pass: ['✓', 'pass'],
    'not-exercised': ['–', 'not exercised'],
  };
  const TONES = { inconclusive: 'inconclusive', pass: 'pass', 'not-exercised': 'other' };
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
      shown ? toExchange(problem.exchange) : undefined,
    );
  }

  /** Leads to the exchange that shows a problem; with many problems it lies far below. */
  function toExchange(position) {
    const button = el('button', { type: 'button' }, `Show exchange ${position + 1}`);
    button.addEventListener('click', () => {
      const exchange = button.closest('.case-inside').querySelectorAll('.exchange')[position];
      exchange.fill();
      exchange.open = true;
      exchange.scrollIntoView({ block: 'start' });
      exchange.querySelector('summary').focus({ preventScroll: true });
    });
    return button;
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

  function caseInside(one, tone) {
    // What shows the first problem is open already.
    const first = one.problems.find((problem) => problem.exchange >= 0)?.exchange;
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
          index === first,
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
