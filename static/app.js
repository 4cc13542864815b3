/* Makes what works already quicker: nothing here is needed. No framework; old Chromium (80) and WeChat's engine. */
(function () {
  'use strict';

  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }

  /* A switch that needs no button: <form data-auto>. */
  document.addEventListener('change', function (event) {
    var form = event.target.form;
    if (form && form.hasAttribute('data-auto')) form.submit();
  });

  /* <form data-ask="真的要作废吗？"> */
  document.addEventListener('submit', function (event) {
    var ask = event.target.getAttribute('data-ask');
    if (ask && !window.confirm(ask)) {
      event.preventDefault();
      return;
    }
    /* A second tap on 保存 sends nothing twice. */
    if (event.target.hasAttribute('data-sent')) {
      event.preventDefault();
      return;
    }
    if ((event.target.method || '').toLowerCase() === 'post' && !event.target.hasAttribute('data-auto')) {
      event.target.setAttribute('data-sent', '');
      window.setTimeout(function () { event.target.removeAttribute('data-sent'); }, 4000);
    }
  });

  /* Roll call: <button type="button" data-set="present" data-for="att_">全部到会</button> sets every radio or select whose
     name begins with data-for; the hidden buttons appear only where scripts run. */
  function setAll(button) {
    var form = button.form || document;
    var prefix = button.getAttribute('data-for');
    var value = button.getAttribute('data-set');
    all('input[type=radio]', form).forEach(function (input) {
      if (input.name.indexOf(prefix) === 0 && input.value === value) input.checked = true;
    });
    all('select', form).forEach(function (select) {
      if (select.name.indexOf(prefix) === 0) select.value = value;
    });
    all('input[type=checkbox]', form).forEach(function (input) {
      if (input.name.indexOf(prefix) === 0) input.checked = value !== '';
    });
    counts(form);
  }

  /* <output data-count="att_" data-value="present">0</output> follows the roll call. */
  function counts(root) {
    all('[data-count]', root).forEach(function (place) {
      var prefix = place.getAttribute('data-count');
      var value = place.getAttribute('data-value');
      var n = 0;
      all('input:checked, select').forEach(function (input) {
        if (input.name.indexOf(prefix) === 0 && input.value === value) n += 1;
      });
      place.textContent = String(n);
    });
  }

  document.addEventListener('click', function (event) {
    var button = event.target.closest ? event.target.closest('[data-set]') : null;
    if (button) setAll(button);
    var more = event.target.closest ? event.target.closest('[data-more]') : null;
    if (more) addRow(more);
  });
  document.addEventListener('change', function () { counts(document); });

  /* One more row: <button type="button" data-more="decisions"> shows the next hidden child of #decisions. */
  function addRow(button) {
    var list = document.getElementById(button.getAttribute('data-more'));
    var hidden = list ? list.querySelector('[hidden]') : null;
    if (!hidden) return;
    hidden.hidden = false;
    var input = hidden.querySelector('input, textarea, select');
    if (input) input.focus();
    if (!list.querySelector('[hidden]')) button.hidden = true;
  }

  /* What was typed survives a closed tab: <form data-keep>. Passwords, files and secrets are never kept. */
  function key(form) {
    return 'keep:' + location.pathname + location.search + '#' + all('form[data-keep]').indexOf(form);
  }

  function keep(form) {
    var values = [];
    all('input, textarea, select', form).forEach(function (input) {
      if (!input.name || input.type === 'hidden' || input.type === 'password' || input.type === 'file') return;
      var tick = input.type === 'radio' || input.type === 'checkbox';
      values.push([input.name, input.value, tick ? input.checked : null]);
    });
    try { sessionStorage.setItem(key(form), JSON.stringify(values)); } catch (full) { /* then not */ }
  }

  function bring(form) {
    var values, changed = false;
    try { values = JSON.parse(sessionStorage.getItem(key(form)) || 'null'); } catch (broken) { values = null; }
    if (!values || document.getElementById('problems')) return;
    var at = {};
    values.forEach(function (v) {
      var same = all('input, textarea, select', form).filter(function (input) { return input.name === v[0]; });
      if (v[2] !== null) {
        same.forEach(function (input) {
          if (input.value !== v[1]) return;
          changed = changed || input.checked !== v[2];
          input.checked = v[2];
        });
      } else {
        var i = at[v[0]] || 0;
        at[v[0]] = i + 1;
        changed = changed || (same[i] && same[i].value !== v[1]);
        if (same[i]) same[i].value = v[1];
        if (same[i] && v[1] && same[i].closest('[hidden]')) same[i].closest('[hidden]').hidden = false;
      }
    });
    if (changed) tell(form);
  }

  /* Says that a draft was brought back, with a button that throws it away. */
  function tell(form) {
    var words = document.body.getAttribute('data-kept');
    if (!words) return;
    var bar = document.createElement('p');
    var button = document.createElement('button');
    bar.className = 'notice';
    bar.setAttribute('role', 'status');
    bar.appendChild(document.createTextNode(words + ' '));
    button.type = 'button';
    button.className = 'quiet';
    button.textContent = document.body.getAttribute('data-drop');
    button.addEventListener('click', function () {
      forget(key(form));
      form.reset();
      counts(document);
      bar.parentNode.removeChild(bar);
    });
    bar.appendChild(button);
    form.parentNode.insertBefore(bar, form);
  }

  /* The drafts of the form that was sent last. */
  function sent() {
    var names;
    try { names = JSON.parse(sessionStorage.getItem('kept') || '[]'); } catch (broken) { names = []; }
    return Array.isArray(names) ? names : [];
  }

  function forget(name) {
    try { sessionStorage.removeItem(name); } catch (none) { /* nothing kept */ }
  }

  function each(root) {
    all('[data-script]', root).forEach(function (part) { part.hidden = false; });
    /* <details open data-narrow>: on a narrow screen closed at first. */
    if (window.innerWidth <= 640)
      all('details[data-narrow]', root).forEach(function (part) { part.open = false; });
    counts(root);
  }

  document.addEventListener('DOMContentLoaded', function () {
    each(document);
    /* Forgotten only when the server has said 已保存. */
    if (document.querySelector('main > .notice')) {
      sent().forEach(forget);
      forget('kept');
    }
    all('form[data-keep]').forEach(function (form) {
      bring(form);
      counts(form);
      form.addEventListener('input', function () { keep(form); });
      form.addEventListener('submit', function () {
        /* A form that came back stands at another address than the one on which it was begun. */
        var names = document.getElementById('problems') ? sent() : [];
        names.push(key(form));
        try { sessionStorage.setItem('kept', JSON.stringify(names)); } catch (full) { /* then not */ }
      });
    });
    var problems = document.getElementById('problems');
    if (problems) problems.focus();
  });
  document.addEventListener('htmx:load', function (event) { each(event.detail.elt); });
})();
