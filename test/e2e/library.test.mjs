// 素材库 and search as they are used: type and results appear, open, find in the text, download, drop files, put a cut
// back; with scripts and without.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, has, same, test } from './harness.mjs';
import { place } from './place.mjs';
import { NOTICE, add, writeTexts } from './texts.mjs';

async function house() {
  const p = await place();
  await p.run('demo');
  await p.serve();
  return { p, folder: writeTexts(join(p.folder, 'texts')) };
}

const states = (page) => page.locator('[data-drop-list] .drop-state').allInnerTexts();

test('files are taken in with progress, and each says what became of it', async () => {
  const { p, folder } = await house();
  const page = await p.enter(p.firstLink);
  const files = ['通知.txt', '责任书.txt', '坏的.docx'].map((f) => join(folder, f));
  await add(page, files, { folder: '政策/2023', tags: '农资、春耕' });
  await page.locator('#drop-done').waitFor();
  const told = await states(page);
  same(told.slice(0, 2), ['已入库', '已入库'], 'what became of the texts');
  has(told[2], '没有文字：', 'what became of the broken one');
  await page.locator('#drop-done').getByRole('link', { name: '看素材库' }).click();
  has(await page.locator('main').innerText(), '共 3 份', 'the list');
  has(await page.locator('table.docs').innerText(), '云供〔2023〕5号', 'what was recognised');
  // Dropped, one of them known already and one that is taken back before it is sent.
  await page.locator('#add summary').click();
  await page.locator('form[data-drop-files]').evaluate((form, text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], '通知.txt'));
    data.items.add(new File(['防汛值班安排\n汛期实行领导带班。\n'], '防汛.txt'));
    data.items.add(new File(['不要的'], '不要.txt'));
    form.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, NOTICE);
  await page.locator('#add [name=folder]').fill('政策/2023');
  await page.locator('[data-drop-list] li', { hasText: '不要.txt' }).getByRole('button', { name: '取消' }).click();
  await page.locator('#add').getByRole('button', { name: '入库', exact: true }).click();
  await page.locator('#drop-done').waitFor();
  same(await states(page), ['原来就有', '已入库', '已取消'], 'what became of what was dropped');
  await page.goto('/library/log');
  has(await page.locator('table.log').innerText(), '2 个文件', 'the log');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('an upload is taken back while it runs; what was sent with it goes on', async () => {
  const { p, folder } = await house();
  const page = await p.enter(p.firstLink);
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 64 * 1024 });
  const large = { name: '很大.txt', mimeType: 'text/plain', buffer: Buffer.from('不要的内容。\n'.repeat(200000)) };
  const small = { name: '通知.txt', mimeType: 'text/plain', buffer: readFileSync(join(folder, '通知.txt')) };
  await add(page, [small, large]);
  const row = page.locator('[data-drop-list] li', { hasText: '很大.txt' });
  await row.locator('.drop-state', { hasText: '上传' }).waitFor();
  await row.getByRole('button', { name: '取消' }).click();
  await page.locator('#drop-done').waitFor();
  same(await states(page), ['已入库', '已取消'], 'what became of both');
  await page.goto('/library');
  has(await page.locator('main').innerText(), '共 1 份', 'the list');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('type, results appear; open, find in the text, download', async () => {
  const { p, folder } = await house();
  const page = await p.enter(p.firstLink);
  await add(page, [join(folder, '通知.txt')]);
  await page.locator('#drop-done').waitFor();
  await page.goto('/today');
  await page.locator('#top-q').fill('农资供应');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/search\?q=/);
  await page.locator('#q').fill('');
  await page.locator('#q').pressSequentially('供应工作，摸清', { delay: 30 });
  await page.locator('.hit mark', { hasText: '供应工作，摸清' }).first().waitFor();
  has(await page.locator('#found-total').innerText(), '共 1 篇，全部列出在此。', 'the total');
  check(decodeURIComponent(page.url()).includes('q=供应工作，摸清'), `the address can be shared: ${page.url()}`);
  await page.reload();
  await page.locator('.hit h3 a').first().click();
  has(await page.locator('h1').innerText(), '关于做好春耕农资供应工作的通知', 'the text opened');
  check(await page.locator('mark#here').evaluate((m) => {
    const box = m.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= window.innerHeight;
  }), 'what was found is in sight');
  await page.goBack();
  await page.locator('.hit mark', { hasText: '供应工作，摸清' }).first().waitFor();
  same(await page.locator('#q').inputValue(), '供应工作，摸清', 'the box after going back');
  check(await page.locator('header.top').count() === 1, 'the page has one head after going back');
  await page.locator('.hit h3 a').first().click();
  await page.locator('#find-in').fill('农资');
  await page.keyboard.press('Enter');
  await page.locator('.find-told', { hasText: '第 1 处，共 3 处' }).waitFor();
  await page.getByRole('link', { name: '下一处' }).click();
  await page.locator('.find-told', { hasText: '第 2 处，共 3 处' }).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载原件' }).click()]);
  same(download.suggestedFilename(), '通知.txt', 'the name of the original');
  same(readFileSync(await download.path(), 'utf8'), NOTICE, 'the original');
  const [docx] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '公文格式 Word' }).click()]);
  const file = join(p.folder, 'clean.docx');
  await docx.saveAs(file);
  has(await p.run('text', file), '切实做好农资供应工作', 'the clean docx');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('records, and suggestions by the keyboard', async () => {
  const { p } = await house();
  const page = await p.enter(p.firstLink);
  await page.goto('/records?any=1');
  const title = await page.locator('table.records td a').first().innerText();
  await page.locator('#top-q').pressSequentially(title.slice(0, 3), { delay: 30 });
  await page.locator('#top-words option').first().waitFor({ state: 'attached' });
  await page.goto('/search');
  same(await page.evaluate(() => document.activeElement.id), 'q', 'what has the focus');
  await page.keyboard.type(title);
  await page.locator('.hit').first().waitFor();
  await page.locator('.hit h3 a', { hasText: title }).first().click();
  await page.waitForURL(/\/record\/\d+$/);
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('without scripts: add, list, search, read, put back, take several out', async () => {
  const { p, folder } = await house();
  const page = await p.enter(p.firstLink, { script: false });
  await page.goto('/library');
  await page.locator('#add input[type=file]').setInputFiles(['通知.txt', '库存.txt'].map((f) => join(folder, f)));
  await page.locator('#add').getByRole('button', { name: '入库', exact: true }).click();
  await page.waitForURL(/\/library\/log\/\d+$/);
  has(await page.locator('.notice').innerText(), '新增 2 份', 'what was told');
  await page.locator('#top-q').fill('尿素');
  await page.locator('.top-find button').click();
  await page.locator('.hit h3 a').first().click();
  same(await page.locator('.text-table tr').nth(1).locator('td').allInnerTexts(), ['尿素', '120吨', '2300元'], 'a row of the table');
  await page.goto('/library/residue');
  has(await page.locator('.residue').first().innerText(), '##paidbegin##', 'what was cut');
  await page.locator('.residue').first().getByRole('button', { name: '放回' }).click();
  await page.locator('.notice', { hasText: '已放回文中' }).waitFor();
  await page.goto('/search?q=' + encodeURIComponent('农资##paidbegin##供应'));
  has(await page.locator('#found-total').innerText(), '共 1 篇', 'with what was put back');
  await page.goto('/library');
  for (const box of await page.locator('td.tick input').all()) await box.check();
  const [zip] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '打包下载选中的' }).click()]);
  check(zip.suggestedFilename().endsWith('.zip'), `the archive's name: ${zip.suggestedFilename()}`);
  const bytes = readFileSync(await zip.path());
  check(bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004' && bytes.includes(Buffer.from('通知.txt')), 'the archive');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('a cut is opened in the text and put back; taken out and put back again', async () => {
  const { p, folder } = await house();
  const page = await p.enter(p.firstLink);
  await add(page, [join(folder, '通知.txt')]);
  await page.locator('#drop-done').waitFor();
  await page.locator('.drop-added a').click();
  const chip = page.locator('details.cut').first();
  await chip.locator('summary').click();
  has(await chip.innerText(), '##paidbegin##', 'the chip');
  await chip.getByRole('button', { name: '放回文中' }).click();
  await page.locator('.notice', { hasText: '已放回文中' }).waitFor();
  has(await page.locator('#text').innerText(), '农资##paidbegin##', 'the text');
  await page.locator('summary', { hasText: '移出素材库' }).click();
  await page.locator('form[action$="/remove"]').getByLabel('原因').fill('收错了');
  await page.getByRole('button', { name: '移出', exact: true }).click();
  await page.locator('.banner.bad', { hasText: '收错了' }).waitFor();
  await page.getByRole('button', { name: '放回素材库' }).click();
  await page.locator('.notice', { hasText: '已放回素材库' }).waitFor();
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});
