// Nothing that was typed is lost, nothing that was stored is overwritten: late entry, wrong values, two people on
// one record, versions, void and back, evidence.
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, writeFileSync } from 'node:fs';
import { check, has, same, test } from './harness.mjs';
import { place } from './place.mjs';

async function demo() {
  const p = await place();
  await p.run('demo');
  await p.serve();
  return p;
}

const save = (page) => page.getByRole('button', { name: '保存', exact: true }).click();
const main = (page) => page.locator('main').innerText();
const problemOf = (page, name) => page.locator(`#e-${name}`);

// A plain text field in place of the browser's own calendar, as old engines show it: anything can be typed.
async function typeDate(page, value) {
  const field = page.locator('#f-held_on');
  await field.evaluate((input) => { input.type = 'text'; input.form.noValidate = true; });
  await field.fill(value);
}

async function newVisit(page) {
  await page.goto('/new?kind=visit');
  await page.getByLabel('标题').fill('走访云溪村（虚构）');
  await page.getByLabel('走访的村（社区）').fill('云溪村');
  await page.getByLabel('内容').fill('看了茶园，听取意见两条。\n<b>不是标签</b> & 也不是 &amp;');
}

async function typedIsThere(page) {
  same(await page.getByLabel('标题').inputValue(), '走访云溪村（虚构）', 'the title typed');
  same(await page.getByLabel('走访的村（社区）').inputValue(), '云溪村', 'the village typed');
  same(await page.getByLabel('内容').inputValue(), '看了茶园，听取意见两条。\n<b>不是标签</b> & 也不是 &amp;',
    'the text typed');
}

test('a late entry asks for its reason and keeps what was typed', async () => {
  const p = await demo();
  const page = await p.enter(p.firstLink);
  await newVisit(page);
  await page.getByLabel('日期', { exact: true }).fill('2023-05-16');
  await save(page);
  has(await problemOf(page, 'late_why').innerText(), '请写明补录原因', 'the sentence beside the field');
  await typedIsThere(page);
  same(await page.getByLabel('日期', { exact: true }).inputValue(), '2023-05-16', 'the date typed');
  await page.getByLabel('补录原因').fill('当时没有电脑，只有手写记录');
  await save(page);
  await page.waitForURL(/\/record\/\d+$/);
  has(await main(page), '补录，超过期限', 'the record');
  has(await main(page), '当时没有电脑', 'the record');
  has(await main(page), '<b>不是标签</b> & 也不是 &amp;', 'the record');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('a wrong date, amount or empty field gets a sentence beside it and loses nothing', async () => {
  const p = await demo();
  const page = await p.enter(p.firstLink);
  await newVisit(page);
  await page.getByLabel('入户（户次）').fill('十二户');
  for (const [date, sentence] of [['2023-02-30', '应为一个存在的日期'], ['', '请选择日期'], ['昨天', '应为一个存在的日期']]) {
    await typeDate(page, date);
    await save(page);
    has(await problemOf(page, 'held_on').innerText(), sentence, `the sentence for “${date}”`);
    same(await page.locator('#f-held_on').getAttribute('value'), date, 'the date typed');
    same(await page.getByLabel('入户（户次）').inputValue(), '十二户', 'the amount typed');
    has(await page.locator('[id="e-quantity.households"]').innerText(), '应为数字', 'the sentence beside the amount');
    await typedIsThere(page);
  }
  await page.getByLabel('入户（户次）').fill('12');
  await typeDate(page, '2199-01-01');
  await save(page);
  has(await problemOf(page, 'held_on').innerText(), '还没有到', 'the sentence for a day to come');
  await typedIsThere(page);
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

// A record by command, so that a test can begin with it.
async function recordOf(p, title) {
  const { records } = await p.run('record', 'list', '--year', '2023', '--kind', 'members_meeting', '--json')
    .then((list) => (Array.isArray(list) ? { records: list } : list));
  const record = records[0];
  check(record, `no record for ${title}`);
  return record.id;
}

test('two people on one record: the second sees both versions and chooses', async () => {
  const p = await demo();
  const first = await p.enter(p.firstLink);
  const second = await p.account('wuji', 'clerk', 1);
  const id = await recordOf(p);
  for (const page of [first, second]) await page.goto(`/record/${id}/edit`);
  await first.getByLabel('地点').fill('二楼党员活动室');
  await save(first);
  await first.waitForURL(/\/record\/\d+$/);
  await second.getByLabel('地点').fill('三楼会议室');
  await second.getByLabel('内容').fill('第二个人写的内容');
  await save(second);
  const conflict = second.locator('.conflict');
  has(await conflict.innerText(), '二楼党员活动室', 'what is stored, shown to the second');
  same(await second.getByLabel('地点').inputValue(), '三楼会议室', 'what the second typed');
  same(await second.getByLabel('内容').inputValue(), '第二个人写的内容', 'what the second typed');
  await save(second); // his choice: mine, knowing theirs
  await second.waitForURL(/\/record\/\d+$/);
  has(await main(second), '三楼会议室', 'the record after the choice');
  await second.goto(`/record/${id}/version/2`);
  has(await main(second), '二楼党员活动室', 'the version of the first');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('an edit makes a version, the one before stays readable', async () => {
  const p = await demo();
  const page = await p.enter(p.firstLink);
  const id = await recordOf(p);
  await page.goto(`/record/${id}`);
  const before = await page.locator('h1').innerText();
  await page.getByRole('link', { name: '更正' }).click();
  await page.getByLabel('标题').fill('更正以后的标题');
  await page.getByLabel('更正原因').fill('原标题有错字');
  await save(page);
  await page.waitForURL(/\/record\/\d+$/);
  same(await page.locator('h1').innerText(), '更正以后的标题', 'the title now');
  has(await page.locator('#versions').innerText(), '原标题有错字', 'the versions');
  await page.getByRole('link', { name: '第 1 版' }).click();
  same(await page.locator('h1').innerText(), before, 'the title then');
  has(await main(page), '这是第 1 版', 'the old version');
  same(await page.getByRole('link', { name: '更正' }).count(), 0, 'an old version offers no edit');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('void with a reason, and taken back', async () => {
  const p = await demo();
  const page = await p.enter(p.firstLink);
  const id = await recordOf(p);
  const count = async () => (await p.run('figures', '--year', '2023', '--json')).find((f) => f.code === 'members_n').value;
  const before = await count();
  await page.goto(`/record/${id}`);
  await page.getByText('作废这条记录').click();
  await page.getByLabel('原因', { exact: true }).last().fill('重复登记');
  await page.getByRole('button', { name: '作废', exact: true }).click();
  await page.locator('.banner.bad').waitFor();
  has(await page.locator('.banner.bad').innerText(), '已作废：重复登记', 'the record');
  same(await count(), before - 1, 'the figure while void');
  await page.getByText('收回作废').first().click();
  await page.getByLabel('原因', { exact: true }).last().fill('不是重复');
  await page.getByRole('button', { name: '收回作废' }).click();
  await page.locator('.notice', { hasText: '已收回作废' }).waitFor();
  same(await page.locator('.banner.bad').count(), 0, 'no banner after taking back');
  same(await count(), before, 'the figure after');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

async function digest(stream) {
  const hash = createHash('sha256');
  for await (const part of stream) hash.update(part);
  return hash.digest('hex');
}

test('evidence goes in and comes out byte for byte', async () => {
  const p = await demo();
  const page = await p.enter(p.firstLink);
  const file = `${p.folder}/签到表 (原件).bin`;
  writeFileSync(file, randomBytes(5 * 1024 * 1024 + 13));
  await page.goto(`/record/${await recordOf(p)}`);
  await page.locator('#f-file').setInputFiles(file);
  await page.getByRole('button', { name: '上传' }).click();
  await page.locator('.notice', { hasText: '佐证已保存' }).waitFor();
  const link = page.locator('#evidence').getByRole('link', { name: '签到表 (原件).bin' });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  same(download.suggestedFilename(), '签到表 (原件).bin', 'the name of the download');
  same(await digest(createReadStream(await download.path())), await digest(createReadStream(file)), 'the SHA-256');
  const shown = await page.locator('#evidence [title^="SHA-256"]').last().getAttribute('title');
  same(shown, `SHA-256 ${await digest(createReadStream(file))}`, 'the SHA-256 on the page');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('an upload without a file says so on the record, and other forms there stay closed', async () => {
  const p = await demo();
  const page = await p.enter(p.firstLink);
  const id = await recordOf(p);
  await page.goto(`/record/${id}`);
  await page.locator('form.upload').evaluate((form) => { form.noValidate = true; });
  await page.getByRole('button', { name: '上传' }).click();
  await page.locator('#problems').waitFor();
  has(await page.locator('#evidence').innerText(), '文件', 'the sentence beside the field');
  has(await page.locator('h1').innerText(), '支部党员大会', 'the record is shown');
  same(await page.locator('#f-why').isVisible(), false, 'the form that voids is open');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('a closed or reloaded page brings back what was typed, and forgets it once it is saved', async () => {
  const p = await demo();
  const page = await p.enter(p.firstLink);
  await newVisit(page);
  await page.reload();
  await page.locator('.notice', { hasText: '已带回' }).waitFor();
  await typedIsThere(page);
  await save(page);
  await page.waitForURL(/\/record\/\d+$/);
  await page.goto('/new?kind=visit');
  same(await page.locator('.notice').count(), 0, 'nothing is brought back after it was saved');
  same(await page.getByLabel('走访的村（社区）').inputValue(), '', 'the village is empty again');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('a second tap on 保存 makes no second record', async () => {
  const p = await demo();
  const page = await p.enter(p.firstLink);
  const count = async () => JSON.stringify(await p.run('record', 'list', '--kind', 'visit', '--json')).split('走访云溪村').length - 1;
  await newVisit(page);
  await page.getByRole('button', { name: '保存', exact: true }).dblclick();
  await page.waitForURL(/\/record\/\d+$/);
  same(await count(), 1, 'records made');
  await p.close();
});
