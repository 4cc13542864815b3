/* A remark at a place: words selected in the text go into the next free quote. Without it they are typed or pasted. */
(function () {
  'use strict';

  var QUOTE_MAX = 200;

  var text = document.querySelector('[data-quote-from]');
  var rows = document.querySelector('[data-quote-to]');
  if (!text || !rows || !window.getSelection) return;

  var bar = document.createElement('div');
  var button = document.createElement('button');
  var chosen = '';
  bar.className = 'quote-bar';
  bar.hidden = true;
  button.type = 'button';
  button.textContent = rows.getAttribute('data-quote-to');
  bar.appendChild(button);
  document.body.appendChild(bar);

  function paragraph(node) {
    var e = node && node.nodeType === 3 ? node.parentNode : node;
    return e && e.closest ? e.closest('[data-quote-from] p, [data-quote-from] h2, [data-quote-from] h3, [data-quote-from] h4') : null;
  }

  /* Only the part in the paragraph where the selection begins: a quote is of one line. */
  function selected() {
    var selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return '';
    var range = selection.getRangeAt(0).cloneRange();
    var from = paragraph(range.startContainer);
    if (!from) return '';
    if (paragraph(range.endContainer) !== from) range.setEnd(from, from.childNodes.length);
    return Array.from(range.toString().trim()).slice(0, QUOTE_MAX).join('');
  }

  function look() {
    chosen = selected();
    bar.hidden = chosen === '';
  }

  function free() {
    var quotes = Array.prototype.slice.call(rows.querySelectorAll('input[name^="quote."]'));
    for (var i = 0; i < quotes.length; i++) {
      var remark = rows.querySelector('textarea[name="remark.' + quotes[i].name.slice(6) + '"]');
      if (!quotes[i].value && !(remark && remark.value)) return { quote: quotes[i], remark: remark };
    }
    return null;
  }

  function take() {
    var row = free();
    if (!row || !chosen) return;
    var more = row.quote.closest('details');
    if (more) more.open = true;
    row.quote.value = chosen;
    row.quote.dispatchEvent(new Event('input', { bubbles: true }));
    window.getSelection().removeAllRanges();
    look();
    if (row.remark) row.remark.focus();
  }

  /* The selection is still there when the button is pressed. */
  button.addEventListener('mousedown', function (event) { event.preventDefault(); });
  button.addEventListener('click', take);
  document.addEventListener('selectionchange', look);
})();
