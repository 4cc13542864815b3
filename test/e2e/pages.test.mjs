// Every page as it stands, on the demonstration's year: fits a phone and a desk, is light, holds WCAG 2.2 AA as
// axe-core sees it, can be used by the keyboard, asks no other host and breaks no rule of its own content policy.
import { join } from 'node:path';
import { accessible, overflow } from './judge.mjs';
import { check, same, test } from './harness.mjs';
import { place } from './place.mjs';
import { fillLibrary } from './texts.mjs';

const HTML_MAX = 100 * 1024;
const WIDTHS = [[360, 740], [1440, 900]];

async function paths(p) {
  const records = await p.run('record', 'list', '--year', '2023', '--json');
  const id = (Array.isArray(records) ? records : records.records)[0].id;
  const people = await p.run('person', 'list', '--json');
  const person = (Array.isArray(people) ? people : people.people)[0].id;
  return ['/today', '/new', '/new?kind=members_meeting', '/new?kind=visit', '/records', '/records?text=学习&late=1',
    '/records/calendar', '/records/print', `/record/${id}`, `/record/${id}/edit`, `/record/${id}/version/1`, '/people',
    '/people/new', `/person/${person}`, `/person/${person}/edit`, '/duties', '/duties?all=1', '/duty/B01/1', '/figures',
    '/figure/members_n', '/report', '/report?for=summary', '/report/edit', '/report/edit?for=quarter-2', '/report/edit/versions',
    '/report/send', '/report/received', '/reports',
    '/settings', '/journal', '/no-such-page', ...libraryPaths(p.texts)];
}

function libraryPaths(texts) {
  const notice = texts['关于做好春耕农资供应工作的通知'], duty = texts['供应责任书'];
  check(notice && duty, `the library holds ${Object.keys(texts)}`);
  return ['/search', '/search?q=学习', '/search?q=农资&variants=1', '/search?q=没有这样的话', '/library', '/library?state=none',
    '/library?tag=没有', `/library/${notice}`, `/library/${notice}?find=农资&at=2`, `/library/${texts['春耕库存']}`,
    `/library/${texts['坏的']}`, `/library/compare?a=${duty}&b=${notice}`, `/library/${duty}/copied`, '/report/copied', '/library/log',
    '/library/residue'];
}

// The demonstration, whose latest 年度 is shown first; answers one signed-in window a width.
async function windows(options = {}) {
  const p = await place();
  await p.run('demo');
  await p.serve();
  p.texts = await fillLibrary(await p.enter(p.firstLink), join(p.folder, 'texts'));
  const pages = [];
  for (const [width, height] of WIDTHS) pages.push(await p.signIn('admin', { width, height, ...options }));
  return { p, pages };
}

async function outside(p) {
  const pages = [];
  for (const [width, height] of WIDTHS) pages.push(await p.window({ width, height }));
  return pages;
}

// All pages, each by `body`, its findings gathered; one sentence a finding.
async function everyPage(pages, list, body) {
  const findings = [];
  for (const path of list)
    for (const page of pages) {
      const answer = await page.goto(path);
      const where = `${path} at ${page.viewportSize().width} px`;
      for (const finding of await body(page, answer)) findings.push(`${where}: ${finding}`);
    }
  check(findings.length === 0, `${findings.length} findings\n  ${findings.join('\n  ')}`);
}

async function weight(answer) {
  const bytes = (await answer.body()).length;
  return bytes > HTML_MAX ? [`${bytes} bytes of HTML`] : [];
}

// Texts of the program itself: the menu, headings of tables and sections, labels, buttons, hints.
async function chinese(page) {
  return page.evaluate(() => {
    const own = document.querySelectorAll('nav:not(.outline) a, button:not([lang]):not(.small), table:not(.compare) thead th, section > h2, .hint, .optional, .foot p, summary');
    return [...new Set([...own].map((e) => e.textContent.trim()).filter((t) => /[\u4e00-\u9fff]/.test(t)))]
      .map((t) => `still Chinese: ${t.slice(0, 40)}`);
  });
}

test('no page is wider than the window or heavier than 100 KB, and none does what it must not', async () => {
  const { p, pages } = await windows();
  await everyPage(pages, await paths(p), async (page, answer) => [...await overflow(page), ...await weight(answer)]);
  await everyPage(await outside(p), ['/sign-in', '/setup/wrong'], (page) => overflow(page));
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('in English the pages fit too, and no text of the program stays Chinese', async () => {
  const { p, pages } = await windows();
  for (const page of pages) {
    await page.getByRole('button', { name: 'English' }).click();
    await page.locator('html[lang="en"]').waitFor({ state: 'attached' });
  }
  await everyPage(pages, await paths(p), async (page, answer) => [...await overflow(page), ...await weight(answer),
    ...await chinese(page)]);
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('the content policy of every answer forbids scripts in the page', async () => {
  const { p, pages: [page] } = await windows();
  for (const path of ['/today', '/sign-in', '/no-such-page', '/static/nothing']) {
    const headers = (await page.goto(path)).headers();
    const policy = headers['content-security-policy'] || '';
    check(policy.includes("default-src 'none'") || policy.includes("default-src 'self'"), `${path}: policy “${policy}”`);
    check(!/unsafe-(inline|eval)/.test(policy), `${path}: policy “${policy}”`);
    same(headers['x-content-type-options'], 'nosniff', `${path}: nosniff`);
  }
  await p.close();
});

test('axe-core finds nothing serious or critical', async () => {
  const { p, pages } = await windows();
  await everyPage(pages, await paths(p), (page) => accessible(page));
  await everyPage(await outside(p), ['/sign-in', '/setup/wrong'], (page) => accessible(page));
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('a form that was refused is as accessible as before', async () => {
  const { p, pages: [page] } = await windows();
  await page.goto('/new?kind=visit');
  await page.locator('form[data-keep]').evaluate((form) => { form.noValidate = true; });
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.locator('#problems').waitFor();
  same(await accessible(page), [], 'the form with its problems');
  same(await page.evaluate(() => document.activeElement.id), 'problems', 'what has the focus');
  await p.close();
});

test('the keyboard reaches the text first and the menu after it', async () => {
  const { p, pages } = await windows();
  for (const page of pages) {
    await page.goto('/today');
    await page.keyboard.press('Tab');
    same(await page.evaluate(() => document.activeElement.className), 'skip', 'what the first Tab reaches');
    const box = await page.locator('a.skip').boundingBox();
    check(box.x >= 0 && box.width > 20, 'the skip link does not show when it has the focus');
    const reached = [];
    for (let i = 0; i < 40 && !reached.includes('设置'); i++) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate(() => document.activeElement.textContent.trim()));
    }
    for (const name of ['今天', '记一笔', '台账', '人员', '规定动作', '指标', '述职报告', '素材库', '设置'])
      check(reached.includes(name), `Tab does not reach ${name}`);
    await page.locator('a.skip').focus();
    await page.keyboard.press('Enter');
    same(await page.evaluate(() => document.activeElement.id), 'main', 'where the skip link leads');
  }
  await p.close();
});

test('a roll call by keyboard', async () => {
  const { p, pages: [, page] } = await windows();
  await page.goto('/new?kind=members_meeting');
  const first = page.locator('fieldset.seat input[type=radio]:checked').first();
  await first.focus();
  await page.keyboard.press('ArrowRight');
  const seat = page.locator('fieldset.seat').first();
  same(await seat.locator('input:checked').getAttribute('value'), 'absent', 'the seat after one arrow');
  await p.close();
});
