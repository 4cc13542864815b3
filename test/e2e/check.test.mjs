// A report is held against the records: a file is given, what was found stands beside its paragraph, one jumps both ways,
// answers, and the upper body reads the findings of all reports in one table; wide and narrow, with scripts and without.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessible, overflow } from './judge.mjs';
import { check, has, same, test } from './harness.mjs';
import { place } from './place.mjs';

const SIZES = [{ width: 1440, height: 900 }, { width: 360, height: 740 }];
const TEXT = ['2023年度工作总结', '一、主要工作', '召开支部委员会会议17次。在我市领导下，##paidbegin##各项任务全面完成。',
  '每个季度都安排了党员大会，会前一周发出通知，会后三天内把决定的事项写成清单，交给责任人逐项办理。', '2月30日到村里走访。',
  '二、存在问题', '学习抓得不紧，安排偏晚。', '三、下一步打算', '提早排定学习日程。'];

const main = (page) => page.locator('main').innerText();
const button = (page, name) => page.getByRole('button', { name, exact: true });

async function clean(page, name, script = true) {
  if (!script) return; // axe-core is a script itself
  same([...await overflow(page), ...await accessible(page)], [], `${name} at ${page.viewportSize().width}`);
}

async function give(page, file) {
  await page.goto('/report/check?year=2023');
  await page.locator('.check-source summary').click();
  await page.locator('#f-file').setInputFiles(file);
  await button(page, '核对').click();
  await page.waitForURL(/from=file&doc=/);
}

// Where a jump lands is in sight.
async function inSight(page, id) {
  return page.locator(id).evaluate((e) => {
    const r = e.getBoundingClientRect();
    return r.top >= 0 && r.top < window.innerHeight && r.left >= 0;
  });
}

async function walk(script, size) {
  const p = await place();
  await p.run('demo');
  await p.serve();
  const file = join(p.folder, '总结.txt');
  writeFileSync(file, TEXT.join('\n') + '\n');
  const page = await p.enter(p.firstLink, { script, ...size });
  await give(page, file);
  has(await main(page), '有 4 处要看', 'what is told first');
  has(await page.locator('#f1').innerText(), '台账少5', 'why');
  has(await page.locator('#f1').innerText(), '补记一笔', 'what to do');
  const wide = size.width > 640;
  const [text, side] = await Promise.all(['.has-findings .check-text', '.has-findings .check-side'].map((s) => page.locator(s).first().boundingBox()));
  check(wide ? side.x > text.x + text.width - 2 : side.y >= text.y + text.height - 2, 'the findings are not where they belong');
  await page.locator('#p4').click();
  await page.waitForURL(/#f4$/);
  check(await inSight(page, '#f4'), 'the finding is out of sight');
  await page.locator('#f4 .check-no').click();
  await page.waitForURL(/#p4$/);
  check(await inSight(page, '#p4'), 'the place is out of sight');
  await page.locator('#f1 summary', { hasText: '答复' }).click();
  await page.locator('#f1 textarea').fill('含五次扩大会议。');
  await clean(page, 'the check', script);
  await page.locator('#f1').getByRole('button', { name: '保存答复' }).click();
  await page.locator('.notice').waitFor();
  has(await page.locator('#f1').innerText(), '含五次扩大会议。', 'the answer');
  has(await main(page), '其中 1 处已答复', 'what is told now');
  await page.getByRole('link', { name: '只看没答复的' }).click();
  same(await page.locator('#f1').count(), 0, 'answered findings among those that are not');
  await page.getByRole('link', { name: /^残留/ }).click();
  same(await page.locator('.finding').count(), 2, 'what is left over');
  await page.getByRole('link', { name: /^数字/ }).click();
  await clean(page, 'the numbers', script);
  await page.locator('#f1 .finding-links a').first().click();
  has(await main(page), '12', 'the figure');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
}

for (const size of SIZES) {
  test(`a file is checked and answered, ${size.width} px`, () => walk(true, size));
  test(`the same without scripts, ${size.width} px`, () => walk(false, size));
}

async function district(n) {
  const p = await place();
  await p.run('demo', '--branches', String(n), '--scale', '12');
  const orgs = await p.run('org', 'list', '--json');
  const root = orgs.find((o) => o.kind !== 'branch').id;
  for (const o of orgs.filter((x) => x.kind === 'branch')) {
    const file = join(p.folder, `${o.id}.txt`);
    writeFileSync(file, [o.name + '2023年度工作总结', ...TEXT.slice(1, 3), `${o.name}的做法和别处不同，编号${o.id}。`, ...TEXT.slice(4)].join('\n') + '\n');
    await p.run('report', 'submit', file, '--org', String(o.id), '--year', '2023');
  }
  await p.serve();
  return { p, root };
}

for (const size of SIZES) {
  test(`all that was sent comes by and by in one table, and stops, ${size.width} px`, async () => {
    const { p, root } = await district(12);
    const upper = await p.account('shangji', 'upper', root, size);
    await upper.goto('/reports/check?year=2023');
    await upper.getByText('都核对过了').waitFor();
    same(await upper.locator('.check-branch').count(), 12, 'branches');
    await clean(upper, 'the table');
    await upper.goto('/reports/check?year=2023&stop=1');
    has(await main(upper), '核对到第 10 份，共 12 份', 'where it stopped');
    same(await upper.locator('.check-branch').count(), 10, 'branches of a page');
    await upper.getByRole('link', { name: '接着核对' }).click();
    same(await upper.locator('.check-branch').count(), 2, 'the others');
    await upper.locator('#q-group').selectOption({ label: '残留' });
    await button(upper, '筛选').click();
    await upper.getByText('都核对过了').waitFor();
    same(await upper.locator('.check-all tbody a', { hasText: /^不符$/ }).count(), 0, 'numbers among what is left over');
    await upper.locator('.check-all tbody a', { hasText: '付费标记' }).first().click();
    await upper.waitForURL(/\/report\/check\?from=sent/);
    has(await main(upper), '报送的第 1 版', 'what is shown');
    same(p.faults(), [], 'what the pages did wrong');
    await p.close();
  });
}
