// The report on paper, its layout learnt from a file, and the pages of the spoken report.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, has, same, test } from './harness.mjs';
import { accessible, overflow } from './judge.mjs';
import { place } from './place.mjs';

const WIDTHS = [[1440, 900], [360, 740]];
const A4 = [595, 842], SLIDE = [720, 405]; // points
// The smallest picture there is: one pixel.
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

async function demonstration(options) {
  const p = await place();
  await p.run('demo');
  await p.serve();
  return [p, await p.enter(p.firstLink, options)];
}

// The boxes of a PDF's pages, in whole points; they stand uncompressed in what Chromium writes.
function boxes(pdf) {
  return [...pdf.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)]
    .map((m) => [Math.round(m[1]), Math.round(m[2])]);
}

async function printed(page) {
  return boxes(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
}

test('paper, deck and layout fit and are accessible', async () => {
  const [p] = await demonstration();
  for (const [width, height] of WIDTHS) {
    const page = await p.signIn('admin', { width, height });
    for (const path of ['/report/print', '/report/style', '/report/deck', '/report/deck/show?figure=members_n&points=1&points=2']) {
      await page.goto(path);
      same([...await overflow(page), ...await accessible(page)], [], `${path} at ${width} px`);
    }
  }
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('the report prints on A4, the deck on pages of 16:9', async () => {
  const [p, page] = await demonstration();
  await page.goto('/report/print');
  const sheets = await printed(page);
  check(sheets.length >= 4, `${sheets.length} sheets`);
  for (const box of sheets) same(box, A4, 'a sheet');
  await page.goto('/report/deck/show?figure=members_n&points=1&points=2');
  same(await printed(page), [SLIDE, SLIDE, SLIDE, SLIDE], 'the slides');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('a layout is learnt from a file, changed and taken back, without scripts too', async () => {
  const [p] = await demonstration();
  const file = join(p.folder, 'own.docx');
  await p.run('report', 'draft', '--year', '2023', '-o', file);
  const page = await p.signIn('admin', { script: false });
  await page.goto('/report/style');
  await page.getByLabel('选择文件').setInputFiles(file);
  await page.getByRole('button', { name: '上传并学习' }).click();
  has(await page.locator('main').innerText(), '学自《own.docx》', 'what was learnt');
  await page.locator('summary').click();
  await page.getByLabel('上边距').fill('30');
  await page.getByLabel('编号').first().selectOption('1.');
  await page.getByRole('button', { name: '保存版式' }).click();
  has(await page.locator('main').innerText(), '页边距上 30、', 'what was changed');
  await page.goto('/report/print');
  has(await page.locator('.sheet h2').first().innerText(), '1.', 'the first heading');
  check(!await page.getByRole('button', { name: '打印', exact: true }).isVisible(), 'a button that does nothing');
  const own = join(p.folder, 'again.docx');
  await p.run('report', 'draft', '--year', '2023', '-o', own, '--style', 'own');
  has(await p.run('text', own), '\n1.', 'the file in the own layout');
  await p.run('report', 'draft', '--year', '2023', '-o', own, '--style', 'gbt9704');
  has(await p.run('text', own), '\n一、', 'the file in the other');
  await page.goto('/report/style');
  await page.getByRole('button', { name: '改回 GB/T 9704' }).click();
  has(await page.locator('main').innerText(), '现在用的是 GB/T 9704', 'what was taken back');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('the deck steps by keyboard and holds the picture that was ticked', async () => {
  const [p, page] = await demonstration();
  writeFileSync(join(p.folder, 'photo.gif'), PIXEL);
  await page.goto('/records');
  await page.locator('a[href^="/record/"]').first().click();
  await page.locator('input[type=file]').setInputFiles(join(p.folder, 'photo.gif'));
  await page.locator('form[action$="/evidence"] button').click();
  await page.goto('/report/deck');
  await page.locator('input[name=photo]').check();
  await page.getByRole('button', { name: '生成演示' }).click();
  const slides = page.locator('.slide');
  const n = await slides.count();
  check(n > 4, `${n} slides`);
  check(await page.locator('.slide-photo img').evaluate((i) => i.complete && i.naturalWidth === 1), 'the picture does not show');
  await page.getByRole('button', { name: '放映' }).click();
  same(await page.locator('.slide:visible').count(), 1, 'slides on show');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press(' ');
  same(await page.locator('.slide:visible').getAttribute('id'), 's3', 'after two steps');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowRight');
  same(await page.locator('.slide:visible').getAttribute('id'), `s${n}`, 'at the end');
  await page.keyboard.press('PageUp');
  same(await page.locator('.slide:visible').getAttribute('id'), `s${n - 1}`, 'a step back');
  await page.keyboard.press('Escape');
  same(await page.locator('.slide:visible').count(), n, 'after Escape');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('the PDF is one, where LibreOffice is there', async () => {
  const [p, page] = await demonstration();
  await page.goto('/report/print');
  const button = page.getByRole('button', { name: '下载 PDF' });
  let installed = true;
  try {
    execFileSync('sh', ['-c', 'command -v soffice']);
  } catch {
    installed = false;
  }
  same(await button.isVisible(), installed, 'whether the button is there');
  if (installed) {
    const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60000 }), button.click()]);
    has(readFileSync(await download.path()).toString('latin1').slice(0, 8), '%PDF-', 'the file');
  }
  await p.close();
});
