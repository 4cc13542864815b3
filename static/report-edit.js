/* Writing a report: keeps what is typed, puts fields in at the cursor, shows in the text which numbers are fields and which
   are not bound. The form works without it. Old Chromium (80). */
(function () {
  'use strict';

  var form = document.getElementById('edit');
  if (!form) return;

  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }

  var texts = all('textarea[data-section]', form);
  var state = document.getElementById('edit-state');
  var current = texts[0];
  var locked = !form.hasAttribute('data-edit');

  /* ---- what is marked in the text ---- */

  var TOKEN = /\{[^{}\n]{1,200}\}/g;

  /* The numbers that the list below a section tells, where they stand now: typing moves them until the list is renewed. */
  function loose(text) {
    var under = document.getElementById('under-' + text.getAttribute('data-section'));
    var from = 0;
    return all('.loose li', under || document.createElement('p')).map(function (item) {
      var number = item.getAttribute('data-number');
      var at = Number(item.getAttribute('data-at'));
      if (text.value.substr(at, number.length) !== number) {
        var near = text.value.indexOf(number, Math.max(from, at - 60));
        at = near >= 0 && near < at + 60 ? near : -1;
      }
      if (at >= 0) from = at + number.length;
      return { at: at, to: at + number.length, kind: 'unbound' };
    }).filter(function (mark) { return mark.at >= 0; });
  }

  function tokens(value) {
    var found = [], m;
    TOKEN.lastIndex = 0;
    while ((m = TOKEN.exec(value))) found.push({ at: m.index, to: m.index + m[0].length, kind: 'token' });
    return found;
  }

  function paint(text) {
    var layer = text.parentNode.querySelector('.edit-marks');
    var marks = tokens(text.value).concat(loose(text)).sort(function (a, b) { return a.at - b.at; });
    var at = 0;
    layer.textContent = '';
    marks.forEach(function (mark) {
      if (mark.at < at) return;
      layer.appendChild(document.createTextNode(text.value.slice(at, mark.at)));
      var part = document.createElement('mark');
      part.className = mark.kind;
      part.textContent = text.value.slice(mark.at, mark.to);
      layer.appendChild(part);
      at = mark.to;
    });
    layer.appendChild(document.createTextNode(text.value.slice(at) + '\n'));
    /* As high as its text, so that nothing scrolls inside. */
    text.style.height = 'auto';
    text.style.height = Math.max(text.scrollHeight + 2, 96) + 'px';
  }

  texts.forEach(function (text) {
    var layer = document.createElement('div');
    layer.className = 'edit-marks';
    layer.setAttribute('aria-hidden', 'true');
    text.parentNode.insertBefore(layer, text);
    text.parentNode.classList.add('marked');
    text.rows = 3;
    text.addEventListener('focus', function () { current = text; });
    text.addEventListener('input', function () { paint(text); });
    paint(text);
  });
  window.addEventListener('resize', function () { texts.forEach(paint); });

  /* ---- keeping ---- */

  var timer = null, busy = false, dirty = false, stopped = false;

  function say(what) {
    if (state) state.textContent = state.getAttribute('data-' + what);
  }

  function send(method, url, body, done) {
    var x = new XMLHttpRequest();
    x.open(method, url);
    if (body) x.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    x.timeout = 20000;
    x.onload = function () { done(x.status, x.responseText); };
    x.onerror = x.ontimeout = function () { done(0, ''); };
    x.send(body);
  }

  function filled() {
    return all('input[name], textarea[name], select[name]', form).map(function (input) {
      return encodeURIComponent(input.name) + '=' + encodeURIComponent(input.value);
    }).join('&');
  }

  function renew() {
    send('GET', form.getAttribute('data-beside'), null, function (status, html) {
      if (status !== 200) return;
      var fresh = new DOMParser().parseFromString(html, 'text/html');
      all('[data-live]', fresh).forEach(function (part) {
        var old = document.getElementById(part.id);
        if (!old || old.contains(document.activeElement)) return;
        old.parentNode.replaceChild(document.importNode(part, true), old);
      });
      texts.forEach(paint);
    });
  }

  function keep() {
    timer = null;
    if (busy || stopped || !dirty) return;
    busy = true;
    dirty = false;
    say('keeping');
    send('POST', form.getAttribute('data-edit'), filled(), function (status, body) {
      busy = false;
      var edition = null;
      try { edition = JSON.parse(body).edition; } catch (other) { edition = null; /* the sign-in page, when that ended */ }
      if (status === 200 && edition !== null) {
        form.elements.edition.value = String(edition);
        if (form.elements.over) form.elements.over.value = '0'; /* theirs is a version now */
        say('kept');
        renew();
      } else if (status === 409) {
        stopped = true;
        say('conflict');
      } else {
        dirty = true;
        say('lost');
      }
      if (dirty) later(status === 200 ? 1500 : 10000);
    });
  }

  function later(ms) {
    if (locked || stopped) return;
    if (timer) window.clearTimeout(timer);
    timer = window.setTimeout(keep, ms);
  }

  function changed() {
    dirty = true;
    later(1500);
  }

  form.addEventListener('input', function (event) {
    if (event.target.name !== 'why') changed();
  });
  form.addEventListener('submit', function () {
    stopped = true;
    if (timer) window.clearTimeout(timer);
  });
  window.addEventListener('beforeunload', function (event) {
    if (dirty && !stopped) {
      event.preventDefault();
      event.returnValue = '';
    }
  });

  /* ---- putting in ---- */

  /* Through the browser, so that it can be undone. */
  function replace(text, from, to, what) {
    text.focus();
    text.setSelectionRange(from, to);
    if (!document.execCommand('insertText', false, what)) {
      text.setRangeText(what, from, to, 'end');
      text.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }

  function textOf(button) {
    var part = button.closest('.edit-part');
    return part ? part.querySelector('textarea') : current;
  }

  function put(button) {
    var text = textOf(button), what = button.getAttribute('data-token');
    if (button.hasAttribute('data-line')) {
      var before = text.value.slice(0, text.selectionStart), after = text.value.slice(text.selectionEnd);
      if (before && before.slice(-1) !== '\n') what = '\n' + what;
      if (after && after.charAt(0) !== '\n') what += '\n';
    }
    replace(text, text.selectionStart, text.selectionEnd, what);
  }

  function bind(button) {
    var text = textOf(button), item = button.closest('li');
    var list = all('.loose li', button.closest('.edit-under'));
    var number = item.getAttribute('data-number'), at = Number(item.getAttribute('data-at'));
    if (text.value.substr(at, number.length) !== number) {
      var spot = loose(text).filter(function (mark) { return text.value.slice(mark.at, mark.to) === number; })[0];
      if (!spot || list.length === 0) return;
      at = spot.at;
    }
    replace(text, at, at + number.length, button.getAttribute('data-bind'));
  }

  form.addEventListener('click', function (event) {
    var button = event.target.closest ? event.target.closest('button[data-token], button[data-bind]') : null;
    if (!button || locked) return;
    event.preventDefault();
    if (button.hasAttribute('data-bind')) bind(button);
    else put(button);
  });
  /* A comment quotes what was selected last. */
  var quoted = '', quote = document.getElementById('f-quote');
  document.addEventListener('selectionchange', function () {
    var text = document.activeElement;
    if (texts.indexOf(text) < 0 || text.selectionStart === text.selectionEnd) return;
    quoted = text.value.slice(text.selectionStart, text.selectionEnd).split('\n')[0].slice(0, 200);
  });
  if (quote) {
    quote.addEventListener('focus', function () {
      if (!quote.value && quoted) quote.value = quoted;
      quoted = '';
    });
  }

  /* ---- a field by its name: "{" opens the list of those that the cards offer ---- */

  var list = document.createElement('ul'), open = null;
  list.className = 'pick';
  list.id = 'pick';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', form.getAttribute('data-pick') || '');

  function offered(part) {
    var seen = {};
    return all('button[data-token]', part).concat(all('button[data-token]', form)).filter(function (button) {
      var token = button.getAttribute('data-token');
      if (token.charAt(0) !== '{' || seen[token]) return false;
      seen[token] = true;
      return true;
    });
  }

  function begun(text) {
    var before = text.value.slice(0, text.selectionStart);
    var at = before.lastIndexOf('{');
    if (at < 0 || text.selectionStart !== text.selectionEnd || before.length - at > 40) return null;
    var word = before.slice(at + 1);
    return /[}\n]/.test(word) ? null : { at: at, word: word };
  }

  function shut() {
    if (!open) return;
    open.removeAttribute('aria-controls');
    open.removeAttribute('aria-activedescendant');
    if (list.parentNode) list.parentNode.removeChild(list);
    open = null;
  }

  function choose(index) {
    all('li', list).forEach(function (item, i) {
      item.setAttribute('aria-selected', i === index ? 'true' : 'false');
      if (i === index) item.scrollIntoView({ block: 'nearest' });
    });
    if (open && list.children[index]) open.setAttribute('aria-activedescendant', list.children[index].id);
  }

  function chosen() {
    return all('li', list).map(function (item) { return item.getAttribute('aria-selected'); }).indexOf('true');
  }

  function take(item) {
    var text = open, word = begun(text);
    shut();
    if (word) replace(text, word.at, text.selectionStart, item.getAttribute('data-token'));
  }

  function pick(text) {
    var word = locked ? null : begun(text);
    shut();
    if (!word) return;
    list.textContent = '';
    offered(text.closest('.edit-part')).filter(function (button) {
      return button.parentNode.textContent.indexOf(word.word) >= 0;
    }).slice(0, 8).forEach(function (button, i) {
      var item = document.createElement('li');
      item.id = 'pick-' + i;
      item.setAttribute('role', 'option');
      item.setAttribute('data-token', button.getAttribute('data-token'));
      item.textContent = button.nextElementSibling.textContent;
      item.addEventListener('mousedown', function (event) {
        event.preventDefault();
        take(item);
      });
      list.appendChild(item);
    });
    if (!list.children.length) return;
    open = text;
    text.parentNode.appendChild(list);
    text.setAttribute('aria-controls', 'pick');
    choose(0);
  }

  texts.forEach(function (text) {
    text.addEventListener('input', function () { pick(text); });
    text.addEventListener('blur', shut);
    text.addEventListener('keydown', function (event) {
      if (!open || event.isComposing) return;
      var n = list.children.length, at = chosen();
      if (event.key === 'ArrowDown') choose((at + 1) % n);
      else if (event.key === 'ArrowUp') choose((at + n - 1) % n);
      else if (event.key === 'Enter') take(list.children[at]);
      else if (event.key === 'Escape') shut();
      else return;
      event.preventDefault();
    });
  });

  /* A field that lands in a text by drag is put in by the browser itself. */
  form.addEventListener('dragstart', function (event) {
    var card = event.target.closest ? event.target.closest('.fact-card') : null;
    var button = card ? card.querySelector('[data-token]') : null;
    if (button) event.dataTransfer.setData('text/plain', button.getAttribute('data-token'));
  });
}());
