// The main job from end to end: first-run link, org, three people, a meeting with roll call, the duty done, the
// figure up, the draft with the figure in it. Once with scripts, once without.
import { readFileSync } from 'node:fs';
import { check, has, same, test } from './harness.mjs';
import { PASSWORD, place } from './place.mjs';

const PEOPLE = [
  ['赵甲', '书记'],
  ['钱乙', '组织委员'],
  ['孙丙', '没有职务'],
];

async function firstRun(link, page) {
  await page.goto(link);
  await page.getByLabel('口令', { exact: true }).fill(PASSWORD);
  await page.getByLabel('再输一次').fill(PASSWORD);
  await page.getByRole('button', { name: '保存并登录' }).click();
  await page.waitForURL('**/today');
  has(await page.locator('h1').innerText(), '今天', 'the page after the first sign-in');
}

async function nameOrg(page) {
  await page.getByRole('link', { name: '设置', exact: true }).click();
  const org = page.locator('#org');
  await org.getByLabel('名称').first().fill('梦泽区供销社机关支部');
  await org.getByRole('button', { name: '保存' }).click();
  await page.locator('.notice').waitFor();
  has(await page.locator('.top-bar').innerText(), '梦泽区供销社机关支部', 'the org in the head of the page');
}

async function addPeople(page) {
  await page.getByRole('link', { name: '人员', exact: true }).click();
  await page.getByRole('link', { name: '添加人员' }).first().click();
  for (const [name, post] of PEOPLE) {
    await page.getByLabel('姓名').fill(name);
    await page.getByLabel('加入日期').fill('2010-06-20');
    await page.getByLabel('转正日期').fill('2011-06-20');
    await page.getByLabel('职务').selectOption({ label: post });
    if (post !== '没有职务') await page.getByLabel('任职日期').fill('2020-05-10');
    await page.getByRole('button', { name: '保存' }).click();
    await page.locator('.notice', { hasText: '已添加' }).waitFor(); // and the form is there for the next one
  }
  await page.getByRole('link', { name: '人员', exact: true }).click();
  same(await page.locator('table.list tbody tr td:first-child').allInnerTexts(), PEOPLE.map(([name]) => name),
    'the people');
}

async function dutyCell(page) {
  await page.getByRole('link', { name: '规定动作', exact: true }).click();
  const row = page.locator('table.year tr', { has: page.locator('.duty-title', { hasText: /^支部党员大会$/ }) });
  const quarter = Math.floor((await dayOfServer(page)).month / 3 + 2 / 3);
  return (await row.locator('td').nth(quarter - 1).innerText()).trim();
}

async function dayOfServer(page) {
  const back = page.url();
  await page.goto('/new?kind=members_meeting');
  const [year, month, day] = (await page.getByLabel('日期', { exact: true }).inputValue()).split('-').map(Number);
  await page.goto(back);
  return { year, month, day };
}

async function enterMeeting(page) {
  await page.getByRole('link', { name: '今天', exact: true }).click();
  await page.getByRole('link', { name: '记一笔', exact: true }).first().click();
  await page.locator('.kind-link', { hasText: /^支部党员大会$/ }).click();
  await page.getByLabel('地点').fill('三楼会议室');
  await page.getByLabel('主持').fill('赵甲');
  const seat = page.locator('fieldset.seat', { hasText: '孙丙' });
  await seat.getByText('请假', { exact: true }).click();
  await seat.getByLabel('孙丙 未到原因').fill('出差');
  await page.getByLabel('议程').fill('一、学习\n二、研究工作安排');
  await page.getByRole('button', { name: '保存' }).click();
  await page.waitForURL(/\/record\/\d+$/);
  const text = await page.locator('main').innerText();
  has(text, '应到 3，实到 2', 'the record');
  has(text, '请假：出差', 'the record');
  return page.url();
}

async function figureOf(page, title) {
  await page.getByRole('link', { name: '指标', exact: true }).click();
  const row = page.locator('table.figures tr', { has: page.getByRole('link', { name: title, exact: true }) });
  return (await row.locator('td').nth(1).innerText()).trim();
}

async function figureLeadsTo(page, title, record) {
  await page.getByRole('link', { name: '指标', exact: true }).click();
  await page.getByRole('link', { name: title, exact: true }).click();
  await page.locator('table.list tbody a').first().click();
  same(page.url(), record, 'the record behind the figure');
}

async function draft(p, page) {
  await page.getByRole('link', { name: '述职报告', exact: true }).click();
  has(await page.locator('article.report').innerText(), '支部党员大会1次', 'the draft on the page');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载 Word 文件' }).click(),
  ]);
  check(download.suggestedFilename().endsWith('.docx'), `the name of the draft: ${download.suggestedFilename()}`);
  const file = `${p.folder}/draft.docx`;
  await download.saveAs(file);
  same(readFileSync(file).subarray(0, 4).toString('latin1'), 'PK\u0003\u0004', 'the beginning of the draft');
  const text = await p.run('text', file);
  has(text, '支部党员大会1次', 'the draft');
  has(text, '【待补】', 'the draft');
  has(text, '数据来源表', 'the draft');
  check(!/专题研究意识形态工作0次/.test(text), 'what is not recorded must not be 0');
}

async function mainJob(script) {
  const p = await place();
  const { link } = await p.run('init', '--org', '第一支部', '--json');
  await p.serve();
  const page = await p.window({ script });
  await firstRun(script ? p.here(link) : p.firstLink, page);
  await nameOrg(page);
  await addPeople(page);
  same(await dutyCell(page), '待办', 'the duty before');
  same(await figureOf(page, '支部党员大会'), '无记录', 'the figure before');
  const record = await enterMeeting(page);
  same(await dutyCell(page), '已完成', 'the duty after');
  same(await figureOf(page, '支部党员大会'), '1 次', 'the figure after');
  await figureLeadsTo(page, '支部党员大会', record);
  await draft(p, page);
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
}

test('the main job with scripts', () => mainJob(true));
test('the main job without scripts', () => mainJob(false));
