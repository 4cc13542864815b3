/* 素材库: files dropped on the form, progress of each, and taking one back. Without it the form sends them all at once. */
(function () {
  'use strict';

  var GROUP_FILES = 8;
  var GROUP_BYTES = 20 * 1024 * 1024;
  var FILE_MAX = 200 * 1024 * 1024;

  var form = document.querySelector('form[data-drop-files]');
  if (!form || !window.FormData || !window.XMLHttpRequest) return;
  var input = form.querySelector('input[type=file]');
  var list = form.querySelector('[data-drop-list]');
  var told = form.querySelector('[data-drop-told]');
  var queue = [];   /* waiting */
  var all = [];
  var running = null;

  input.classList.add('vh');
  Array.prototype.forEach.call(form.querySelectorAll('[data-no-script]'), function (e) { e.hidden = true; });

  function say(key) { return form.getAttribute('data-' + key) || ''; }

  function size(bytes) {
    if (bytes < 1024) return bytes + ' B';
    if (bytes < 1024 * 1024) return Math.round(bytes / 1024) + ' KB';
    return (bytes / 1024 / 1024).toFixed(1) + ' MB';
  }

  function part(tag, name, text, parent) {
    var e = document.createElement(tag);
    if (name) e.className = name;
    if (text) e.textContent = text;
    parent.appendChild(e);
    return e;
  }

  function add(file) {
    var name = file.name;
    var row = part('li', '', '', list);
    var f = { file: file, name: name, row: row, state: 'waits' };
    f.title = part('span', 'drop-name', name, row);
    part('span', 'quiet', size(file.size), row);
    f.bar = part('progress', '', '', row);
    f.bar.max = 100;
    f.bar.value = 0;
    f.bar.setAttribute('aria-label', name);
    f.told = part('span', 'drop-state', say('waits'), row);
    f.button = part('button', 'quiet', say('cancel'), row);
    f.button.type = 'button';
    f.button.addEventListener('click', function () { cancel(f); });
    all.push(f);
    if (file.size > FILE_MAX) end(f, 'refused', say('large'));
    else queue.push(f);
    list.hidden = false;
    input.required = false;
  }

  function show(f, state, text) {
    f.state = state;
    f.told.textContent = text || say(state);
  }

  function end(f, state, text, id) {
    show(f, state, text);
    f.bar.hidden = true;
    f.button.hidden = true;
    f.row.className = 'drop-ended drop-' + state;
    if (id) {
      var link = document.createElement('a');
      link.href = '/library/' + id;
      link.textContent = f.name;
      f.title.textContent = '';
      f.title.appendChild(link);
    }
  }

  function cancel(f) {
    if (f.state === 'waits') {
      queue.splice(queue.indexOf(f), 1);
      end(f, 'cancelled');
    } else if (f.state === 'sends' && running) {
      var group = running.group;
      running.xhr.abort();
      running = null;
      end(f, 'cancelled');
      group.filter(function (g) { return g !== f; }).reverse().forEach(function (g) {
        show(g, 'waits');
        g.bar.value = 0;
        queue.unshift(g);
      });
      next();
    }
  }

  function take() {
    var group = [], bytes = 0;
    while (queue.length && group.length < GROUP_FILES &&
           (group.length === 0 || bytes + queue[0].file.size <= GROUP_BYTES)) {
      bytes += queue[0].file.size;
      group.push(queue.shift());
    }
    return group;
  }

  function body(group) {
    var data = new FormData();
    Array.prototype.forEach.call(form.elements, function (e) {
      if (e.name && e.type !== 'file' && e.type !== 'submit') data.append(e.name, e.value);
    });
    group.forEach(function (f) { data.append('file', f.file, f.name); });
    return data;
  }

  function progress(group, loaded, total) {
    var sum = group.reduce(function (n, f) { return n + f.file.size; }, 0);
    var sent = total > 0 ? loaded / total * sum : 0;
    group.forEach(function (f) {
      var own = Math.max(0, Math.min(f.file.size, sent));
      f.bar.value = f.file.size ? own / f.file.size * 100 : 100;
      sent -= f.file.size;
      if (loaded >= total) {
        show(f, 'reads');
        f.button.hidden = true;
      }
    });
  }

  function answer(group, xhr) {
    var said = null;
    try { said = JSON.parse(xhr.responseText); } catch (broken) { said = null; }
    if (xhr.status !== 200 && xhr.status !== 201) {
      group.forEach(function (f) { end(f, 'refused', say('refused') + (said && said.detail ? '：' + said.detail : '')); });
      return;
    }
    group.forEach(function (f, i) {
      var r = (said && said.files && said.files[i]) || { outcome: 'added' };
      end(f, r.outcome, r.why ? say(r.outcome) + '：' + r.why : say(r.outcome), r.id);
    });
  }

  function count() {
    var done = all.filter(function (f) { return f.bar.hidden; }).length;
    told.textContent = done + ' / ' + all.length;
  }

  function next() {
    count();
    if (running) return;
    var group = take();
    if (group.length === 0) {
      finish();
      return;
    }
    var xhr = new XMLHttpRequest();
    running = { xhr: xhr, group: group };
    group.forEach(function (f) { show(f, 'sends'); });
    xhr.upload.addEventListener('progress', function (e) { progress(group, e.loaded, e.total); });
    xhr.addEventListener('load', function () {
      running = null;
      answer(group, xhr);
      next();
    });
    xhr.addEventListener('error', function () {
      running = null;
      group.forEach(function (f) { end(f, 'refused'); });
      next();
    });
    xhr.open('POST', form.getAttribute('data-drop-files'));
    xhr.setRequestHeader('Accept', 'application/json');
    xhr.send(body(group));
  }

  function finish() {
    form.removeAttribute('data-busy');
    var more = document.getElementById('drop-done');
    if (more) more.hidden = false;
  }

  function addAll(files) { Array.prototype.forEach.call(files, add); }

  input.addEventListener('change', function () {
    addAll(input.files);
    input.value = '';
  });

  form.addEventListener('submit', function (event) {
    if (queue.length === 0) {
      if (all.length) event.preventDefault();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    form.setAttribute('data-busy', '');
    next();
  }, true);

  ['dragenter', 'dragover'].forEach(function (name) {
    form.addEventListener(name, function (event) {
      event.preventDefault();
      form.classList.add('drop-over');
    });
  });
  ['dragleave', 'drop'].forEach(function (name) {
    form.addEventListener(name, function (event) {
      event.preventDefault();
      form.classList.remove('drop-over');
    });
  });
  form.addEventListener('drop', function (event) {
    if (event.dataTransfer && event.dataTransfer.files) addAll(event.dataTransfer.files);
  });
  window.addEventListener('beforeunload', function (event) {
    if (!running) return;
    event.preventDefault();
    event.returnValue = '';
  });
})();
