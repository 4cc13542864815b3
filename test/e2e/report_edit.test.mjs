// A report is written: with a script and without, by mouse and by keyboard, by one and by two, on a phone and at a desk.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { check, has, same, test } from './harness.mjs';
import { place } from './place.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function house() {
  const p = await place();
  await p.run('demo');
  await p.serve();
  const first = await p.enter(p.firstLink);
  await first.close();
  return p;
}

const opening = (page) => page.locator('textarea[name=text_0]');
const under = (page) => page.locator('#under-0');
const kept = (page) => page.locator('#edit-state', { hasText: '已自动存下' }).waitFor();

async function accessible(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((tags) => globalThis.axe.run(document,
    { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }), TAGS);
  return violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => `${v.id} ${v.nodes.slice(0, 2).map((n) => `${n.target} ${n.html.slice(0, 120)}`).join(' | ')}`);
}

test('what is typed is kept by itself, and a number that is not bound is told and bound by the keyboard', async () => {
  const p = await house();
  const page = await p.signIn('admin');
  await page.goto('/report/edit');
  await opening(page).fill('全年召开支部委员会会议12次。');
  await kept(page);
  await under(page).getByText('是手工写的，没有绑定').waitFor();
  same(await page.locator('#s-0 .edit-marks mark.unbound').allTextContents(), ['12'], 'what is underlined');
  await under(page).getByRole('button', { name: /换成 支部委员会会议/ }).focus();
  await page.keyboard.press('Enter');
  same(await opening(page).inputValue(), '全年召开支部委员会会议{支部委员会会议}次。', 'the text after binding');
  await page.locator('#under-0 .chip b', { hasText: '12' }).waitFor();
  same(await under(page).locator('.loose').count(), 0, 'numbers still not bound');
  const link = await under(page).locator('a.chip').getAttribute('href');
  same(link, '/figure/committee_n', 'where the chip leads');
  await page.goto('/report');
  has(await page.locator('article.report').innerText(), '全年召开支部委员会会议12次。', 'the report');
  await page.goto('/report/edit/versions');
  has(await page.locator('main').innerText(), '还没有保存过', 'versions after keeping only');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('a card is put in at the cursor by keyboard, by mouse and by drag', async () => {
  const p = await house();
  const page = await p.signIn('admin');
  await page.goto('/report/edit');
  const text = page.locator('#s-2 textarea'), card = page.locator('#s-2 .fact-card');
  await text.fill('前后');
  await text.press('ArrowLeft');
  await page.locator('#s-2').getByRole('button', { name: '放入：支部党员大会', exact: true }).focus();
  await page.keyboard.press('Enter');
  same(await text.inputValue(), '前{支部党员大会}后', 'by keyboard');
  await page.keyboard.type('次');
  same(await text.inputValue(), '前{支部党员大会}次后', 'where the cursor is afterwards');
  await page.keyboard.press('Control+z');
  await text.press('Control+End');
  await card.filter({ hasText: '岗位先锋' }).getByRole('button').click();
  await page.locator('#s-2').getByRole('button', { name: '放入：各委员按季度报进度' }).click();
  check(/\{议定 \d+-1：各委员按季度报进度\}。/.test(await text.inputValue()), 'a decision as a sentence');
  check(/\n\{记录 \d+：/.test(await text.inputValue()), 'a record stands on a line of its own');
  await text.fill('');
  await card.filter({ hasText: '党建工作部署会' }).first().dragTo(text);
  has(await text.inputValue(), '{党建工作部署会}', 'by drag');
  await kept(page);
  same(p.faults(), [], 'what the page did wrong');
  await p.close();
});

test('a brace lists the fields by name, and the keyboard chooses', async () => {
  const p = await house();
  const page = await p.signIn('admin');
  await page.goto('/report/edit');
  const text = page.locator('#s-2 textarea');
  await text.fill('');
  await text.pressSequentially('召开{党员大');
  check((await page.locator('#pick li').allTextContents()).every((t) => t.includes('党员大')), 'each name holds the word');
  await page.keyboard.press('Enter');
  same(await text.inputValue(), '召开{支部党员大会}', 'what was chosen');
  await text.pressSequentially('次{');
  await page.keyboard.press('ArrowDown');
  const second = await page.locator('#pick li').nth(1).getAttribute('data-token');
  same(await page.locator('#pick li').nth(1).getAttribute('aria-selected'), 'true', 'the second after one arrow');
  await page.keyboard.press('Escape');
  same(await page.locator('#pick').count(), 0, 'lists after Escape');
  await text.pressSequentially('培训');
  await page.locator('#pick li').first().click();
  check((await text.inputValue()).endsWith('}') && second, 'one is taken by the mouse too');
  same(p.faults(), [], 'what the page did wrong');
  await p.close();
});

test('without a script the same is written, bound, saved and put back', async () => {
  const p = await house();
  for (const width of [360, 1440]) {
    const page = await p.signIn('admin', { script: false, width, height: 800 });
    await page.goto('/report/edit');
    await opening(page).fill('全年召开支部委员会会议12次。');
    await page.getByLabel('这一版的说明').fill(`宽 ${width}`);
    await page.getByRole('button', { name: '保存', exact: true }).last().click();
    await page.getByText('已保存').waitFor();
    await under(page).getByRole('button', { name: /换成 支部委员会会议/ }).click();
    same(await opening(page).inputValue(), '全年召开支部委员会会议{支部委员会会议}次。', 'bound');
    if (!(await page.locator('#s-2 details').evaluate((d) => d.open))) await page.locator('#s-2 summary').click();
    await page.locator('#s-2').getByRole('button', { name: '放入：支部党员大会', exact: true }).click();
    check((await page.locator('#s-2 textarea').inputValue()).endsWith('{支部党员大会}'), 'put in at the end');
    await page.goto('/report/edit/versions');
    await page.locator('#versions a').last().click();
    await page.getByRole('button', { name: '改回这一版' }).click();
    same(await opening(page).inputValue(), '全年召开支部委员会会议12次。', 'put back');
    await page.close();
  }
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('two who write at once lose nothing', async () => {
  const p = await house();
  const one = await p.signIn('admin'), two = await p.signIn('admin', { width: 360, height: 740 });
  await one.goto('/report/edit');
  await two.goto('/report/edit');
  await opening(one).fill('甲写的开头，还在想。');
  await kept(one);
  await opening(two).fill('乙写的开头，写完了。');
  await two.locator('#edit-state', { hasText: '别人改动过' }).waitFor();
  await two.getByRole('button', { name: '保存', exact: true }).last().click();
  await two.getByRole('heading', { name: '别人刚刚改动过这份报告' }).waitFor();
  has(await two.locator('#s-0').innerText(), '甲写的开头，还在想。', 'theirs beside mine');
  same(await opening(two).inputValue(), '乙写的开头，写完了。', 'mine in the form');
  await two.getByRole('button', { name: '保存', exact: true }).last().click();
  await two.getByText('已保存').waitFor();
  await two.goto('/report/edit/version/1?against=0');
  has(await two.locator('main').innerText(), '甲写的开头，还在想。', 'what the first wrote, kept though it was never saved');
  same(two.faults.filter((f) => !f.includes('409')), [], 'what the page did wrong');
  await p.close();
});

test('a comment at a place, and what was sent cannot be written on', async () => {
  const p = await house();
  const page = await p.signIn('admin');
  await page.goto('/report/edit');
  await opening(page).fill('工作成效明显。');
  await page.getByRole('button', { name: '保存', exact: true }).last().click();
  await page.getByText('已保存').waitFor();
  await page.getByLabel('针对哪一句').fill('成效明显');
  await page.getByLabel('批注', { exact: true }).fill('请写具体数字。');
  await page.getByRole('button', { name: '写上批注' }).click();
  has(await page.locator('#s-0 .said-here').innerText(), '请写具体数字。', 'the comment at its place');
  await page.locator('#comments').getByRole('button', { name: '已处理' }).click();
  await page.locator('#comments').getByRole('button', { name: '重新打开' }).waitFor();
  await p.run('report', 'submit', '--year', '2023');
  await page.goto('/report/edit');
  has(await page.locator('main').innerText(), '已经报送，现在不能改', 'what stands above the text');
  same(await page.getByRole('button', { name: '保存', exact: true }).count(), 0, 'buttons that save');
  same(p.faults(), [], 'what the page did wrong');
  await p.close();
});

test('the pages of writing fit and are accessible', async () => {
  const p = await house();
  for (const [width, height] of [[360, 740], [1440, 900]]) {
    const page = await p.signIn('admin', { width, height });
    await page.goto('/report/edit');
    await opening(page).fill('全年召开支部委员会会议12次，慰问{没有这个数}。');
    await page.getByRole('button', { name: '保存', exact: true }).last().click();
    await page.getByText('已保存').waitFor();
    for (const path of ['/report', '/report?for=service', '/report/edit', '/report/edit?for=quarter-2', '/report/edit/versions',
      '/report/edit/version/1']) {
      await page.goto(path);
      const [wide, own] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      check(wide <= own, `${path} is ${wide} px wide in ${own}`);
      same(await accessible(page), [], `${path} at ${width}`);
    }
    await page.close();
  }
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});
