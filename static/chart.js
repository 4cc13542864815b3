/* Draws a table of numbers as bars: <div data-chart="ID of the table" hidden>. The table stays, for those who read it. */
(function () {
  'use strict';

  function texts(nodes) {
    return Array.prototype.map.call(nodes, function (node) { return node.textContent.trim(); });
  }

  function draw(place) {
    var table = document.getElementById(place.getAttribute('data-chart'));
    if (!table || !window.echarts) return;
    var colours = ['#1b4e8a', '#c98a1b'];
    var rows = table.tBodies[0].rows;
    place.hidden = false;
    var chart = window.echarts.init(place, null, { renderer: 'canvas' });
    chart.setOption({
      animation: false,
      aria: { enabled: true },
      color: colours,
      grid: { left: 36, right: 12, top: 34, bottom: 28 },
      legend: { top: 0, left: 0 },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: texts(table.tHead.rows[0].querySelectorAll('th')) },
      yAxis: { type: 'value', minInterval: 1 },
      series: Array.prototype.map.call(rows, function (row) {
        return { type: 'bar', name: row.cells[0].textContent.trim(), data: texts(row.querySelectorAll('td')).map(Number) };
      })
    });
    window.addEventListener('resize', function () { chart.resize(); });
  }

  document.addEventListener('DOMContentLoaded', function () {
    Array.prototype.forEach.call(document.querySelectorAll('[data-chart]'), draw);
  });
})();
