// Filter, links, keys and printing of report.html. What a case looks like is case-view.js.

(() => {
  const { draw, parsed } = globalThis.caseView;
  const requirements = [...document.querySelectorAll('.requirement')];
  const areas = [...document.querySelectorAll('.area')];
  const form = document.getElementById('filter');
  const text = document.getElementById('filter-text');
  let index;

  for (const one of requirements) one.addEventListener('toggle', () => one.open && draw(one));

  function open(one) {
    draw(one);
    one.open = true;
  }

  /** What the text filter looks in, built when it is first used: ids, statements, case names, problems, reasons. */
  function searchable() {
    index ??= new Map(
      requirements.map((one) => {
        const cases = parsed(one).map((item) =>
          [
            item.id,
            item.name,
            item.reason,
            item.detail,
            item.behaviour,
            ...item.problems.map((problem) => problem.message),
          ].join(' '),
        );
        return [one, `${one.querySelector('summary').textContent} ${cases.join(' ')}`.toLowerCase()];
      }),
    );
    return index;
  }

  function chosen(group) {
    return new Set([...form.querySelectorAll(`input[name="${group}"]:checked`)].map((box) => box.value));
  }

  function filter() {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    // Each group of boxes by the name of the data attribute that it looks at.
    const groups = { tone: chosen('verdict'), level: chosen('level'), area: chosen('area'), blame: chosen('blame') };
    const holds = (one) => Object.entries(groups).every(([key, set]) => set.size === 0 || set.has(one.dataset[key]));
    const texts = words.length > 0 ? searchable() : undefined;
    let shown = 0;
    for (const one of requirements) {
      const matches = holds(one) && words.every((word) => texts.get(one).includes(word));
      one.hidden = !matches;
      if (matches) shown += 1;
    }
    for (const area of areas) area.hidden = !area.querySelector('.requirement:not([hidden])');
    document.getElementById('nothing-found').hidden = shown > 0;
    document.getElementById('filter-count').textContent = `${shown} of ${requirements.length} requirements shown`;
  }

  /** Opens what the address names: an area, a requirement, or a case inside one. */
  function follow() {
    let name = location.hash.slice(1);
    try {
      name = decodeURIComponent(name);
    } catch {
      // An address that cannot be decoded is taken as it is.
    }
    const one = document.getElementById(name.split('/')[0]);
    if (!one?.matches('.requirement')) return;
    if (one.hidden) form.reset();
    const position = parsed(one).findIndex((item) => item.id === name);
    draw(one, position);
    one.open = true;
    const aim = position < 0 ? one : document.getElementById(name);
    for (const old of document.querySelectorAll('.aimed')) old.classList.remove('aimed');
    if (aim !== one) {
      aim.fill();
      aim.open = true;
      aim.classList.add('aimed');
    }
    reveal(aim);
  }

  /** Twice, because what was drawn above may change its height once it is laid out. */
  function reveal(aim) {
    const show = () => {
      aim.scrollIntoView({ block: 'start' });
      aim.querySelector('summary').focus({ preventScroll: true });
    };
    requestAnimationFrame(() => requestAnimationFrame(show));
    setTimeout(show, 120);
  }

  function shownNow() {
    return requirements.filter((one) => !one.hidden);
  }

  /** Opens it until the printing is over. */
  function openForPrint(details) {
    if (!details || details.open) return;
    details.open = true;
    details.dataset.printed = 'yes';
  }

  /** On paper, lists are whole and what failed is open, with the rulings it stands on; afterwards everything is as it was. */
  function beforePrint() {
    for (const one of document.querySelectorAll('.more')) openForPrint(one);
    for (const one of requirements) {
      if (!['violation', 'warning'].includes(one.dataset.tone)) continue;
      draw(one);
      openForPrint(one);
      const failed = one.querySelector('.case');
      failed?.fill();
      openForPrint(failed);
      for (const link of one.querySelectorAll('a[href^="#ruling-"]')) {
        openForPrint(document.getElementById(link.hash.slice(1))?.closest('details'));
      }
    }
  }

  function afterPrint() {
    for (const one of document.querySelectorAll('[data-printed]')) {
      delete one.dataset.printed;
      one.open = false;
    }
  }

  if (form) {
    form.hidden = false;
    let waiting;
    form.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(filter, 60);
    });
    form.addEventListener('reset', () => setTimeout(filter));
    form.addEventListener('submit', (event) => event.preventDefault());
    document.getElementById('open-all').addEventListener('click', () => shownNow().forEach(open));
    document.getElementById('close-all').addEventListener('click', () => {
      for (const one of requirements) one.open = false;
    });
    filter();
    for (const link of document.querySelectorAll('[data-filter]')) {
      link.addEventListener('click', () => {
        form.reset();
        form.querySelector(`input[name="verdict"][value="${link.dataset.filter}"]`).checked = true;
        // After the reset has cleared the boxes.
        setTimeout(filter);
      });
    }
  }

  document.addEventListener('keydown', (event) => {
    const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && text) {
      event.preventDefault();
      text.focus();
      text.scrollIntoView({ block: 'center' });
    }
    if (event.key === 'Escape' && event.target === text) form.reset();
  });
  addEventListener('hashchange', follow);
  addEventListener('beforeprint', beforePrint);
  addEventListener('afterprint', afterPrint);
  follow();
})();
