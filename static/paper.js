/* 打印, and the steps of a deck on the screen. Without scripts the browser's own print and a long page do. Old Chromium (80). */
(function () {
  'use strict';

  var slides = Array.prototype.slice.call(document.querySelectorAll('.slide'));
  var print = document.querySelector('[data-print]');
  var show = document.querySelector('[data-show]');
  var now = -1; /* -1: not on show */

  function go(to) {
    if (to < 0 || to >= slides.length) return;
    if (now >= 0) slides[now].classList.remove('now');
    now = to;
    slides[now].classList.add('now');
    window.history.replaceState(null, '', '#s' + (now + 1));
  }

  function begin() {
    var from = parseInt(window.location.hash.slice(2), 10);
    document.body.classList.add('showing');
    go(from >= 1 && from <= slides.length ? from - 1 : 0);
    if (document.documentElement.requestFullscreen) {
      document.documentElement.requestFullscreen().then(function () { }, function () { });
    }
  }

  function end() {
    if (now < 0) return;
    document.body.classList.remove('showing');
    slides[now].classList.remove('now');
    slides[now].scrollIntoView();
    now = -1;
    if (document.fullscreenElement) document.exitFullscreen();
    show.focus({ preventScroll: true });
  }

  var steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ' ': 1, Enter: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1 };

  function key(event) {
    if (now < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Escape') end();
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(slides.length - 1);
    else if (steps[event.key]) go(now + steps[event.key]);
    else return;
    event.preventDefault();
  }

  if (print) {
    print.hidden = false;
    print.addEventListener('click', function () { window.print(); });
  }
  if (show && slides.length) {
    show.hidden = false;
    show.addEventListener('click', begin);
    document.addEventListener('keydown', key);
    document.addEventListener('click', function (event) {
      if (now >= 0 && event.target !== show) go(now + 1);
    });
    document.addEventListener('fullscreenchange', function () { if (!document.fullscreenElement) end(); });
  }
})();
