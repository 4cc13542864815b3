// A report on its way: the branch sends it, the upper body returns it with a remark at a place, it is sent again, accepted and
// graded; on a wide and a narrow screen, with scripts and without. Who may not, may not.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { accessible, overflow } from './judge.mjs';
import { place } from './place.mjs';
import { check, has, same, test } from './harness.mjs';

const PICTURES = process.env.TAIZHANG_PICTURES;
const WIDE = { width: 1440, height: 900 }, NARROW = { width: 360, height: 740 };

const main = (page) => page.locator('main').innerText();
const button = (page, name) => page.getByRole('button', { name, exact: true });

async function district() {
  const p = await place();
  await p.run('demo', '--branches', '2', '--scale', '12');
  const orgs = await p.run('org', 'list', '--json');
  const [a, b] = orgs.filter((o) => o.kind === 'branch').map((o) => o.id);
  const root = orgs.find((o) => o.kind !== 'branch').id;
  await p.serve();
  return { p, a, b, root };
}

// Nothing that a page is judged by; and a picture where one is asked for.
async function clean(page, name) {
  const width = page.viewportSize().width;
  same([...await overflow(page), ...await accessible(page)], [], `${name} at ${width}`);
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}-${width}.png`), fullPage: true });
}

async function send(page) {
  await page.goto('/report/send?year=2023');
  await button(page, '报送').click();
  await page.locator('.notice').waitFor();
  has(await page.locator('.notice').innerText(), '已报送', 'what was told');
}

// Words of the text that was sent, as they stand in one of its paragraphs.
async function words(page) {
  const lines = await page.locator('.sent p').allInnerTexts();
  return lines.map((l) => l.trim()).filter((l) => l.length > 30)[0].slice(4, 20);
}

async function walk(size) {
  const { p, a, root } = await district();
  const clerk = await p.account('clerk-a', 'clerk', a, size);
  const upper = await p.account('shangji', 'upper', root, size);
  await clerk.goto('/report/send?year=2023');
  has(await main(clerk), '还没有报送 2023 年度的述职报告', 'before');
  await clean(clerk, 'send-before');
  await upper.goto(`/report/received?org=${a}&year=2023`);
  has(await main(upper), '没有报送的稿子只有本组织看得到', 'what the upper body sees before');
  same(await upper.locator('.sent').count(), 0, 'texts shown that were not sent');
  await send(clerk);
  await clean(clerk, 'send-sent');

  await upper.goto('/today?year=2023');
  await upper.getByRole('link', { name: '2023 年度的下级报告等审阅' }).click();
  await clean(upper, 'reports');
  await upper.locator('table.received a').first().click();
  const quote = await words(upper);
  await upper.locator('.sent p', { hasText: quote }).first().evaluate((line, text) => {
    const node = Array.from(line.childNodes).find((n) => n.textContent.includes(text));
    const range = document.createRange();
    range.setStart(node, node.textContent.indexOf(text));
    range.setEnd(node, node.textContent.indexOf(text) + text.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }, quote);
  await button(upper, '对选中的这一处写意见').click();
  same(await upper.locator('[name="quote.1"]').inputValue(), quote, 'the quote that was filled');
  await upper.locator('[name="remark.1"]').fill('请写明是哪几次，\n并附佐证。');
  await upper.getByText('再写几条').click();
  await upper.locator('[name="remark.4"]').fill('全文太长。');
  await upper.locator('[name="quote.5"]').fill('这句话报告里没有');
  await upper.locator('[name="remark.5"]').fill('删去。');
  await upper.getByLabel('退回原因').fill('有两处要改');
  await clean(upper, 'received-typed');
  await button(upper, '退回').click();
  await upper.locator('#problems').waitFor();
  has(await upper.locator('[id="e-quote.5"]').innerText(), '报告里没有这句话', 'beside the quote');
  same(await upper.locator('[name="remark.1"]').inputValue(), '请写明是哪几次，\n并附佐证。', 'what was typed');
  await clean(upper, 'received-wrong');
  await upper.locator('[name="quote.5"]').fill('');
  await upper.locator('[name="remark.5"]').fill('');
  await button(upper, '退回').click();
  await upper.locator('.notice', { hasText: '已退回' }).waitFor();
  same(await upper.locator('mark.said').innerText(), quote, 'the place that is marked');
  await clean(upper, 'received-returned');

  await clerk.goto('/today?year=2023');
  has(await main(clerk), '2023 年度述职报告被退回', '今天 of the clerk');
  await clean(clerk, 'today-returned');
  await clerk.getByRole('link', { name: '2023 年度述职报告被退回' }).click();
  has(await main(clerk), '有两处要改', 'the reason');
  same(await clerk.locator('mark.said').innerText(), quote, 'the place that is marked');
  has(await clerk.locator('#r1').innerText(), '并附佐证', 'the remark beside it');
  has(await clerk.locator('.said-whole').innerText(), '全文太长', 'the remark on the whole');
  await clean(clerk, 'send-returned');
  await send(clerk);

  await upper.goto(`/report/received?org=${a}&year=2023`);
  has(await upper.locator('.said-before').innerText(), '原话仍在', 'what became of the remark');
  check(!(await main(upper)).includes('已带回'), 'what was sent is brought back once more');
  await clean(upper, 'received-again');
  await button(upper, '接收').click();
  await upper.locator('.notice', { hasText: '已接收' }).waitFor();
  await upper.getByText('较好', { exact: true }).first().click();
  await upper.locator('#f-good').fill('9');
  await upper.locator('#f-fair').fill('21');
  await clean(upper, 'received-accepted');
  await button(upper, '登记').click();
  await upper.locator('.notice', { hasText: '评议结果已登记' }).waitFor();
  await clean(upper, 'received-graded');

  await clerk.goto('/report/send?year=2023');
  has(await main(clerk), '好 9 票，较好 21 票', 'the result at the branch');
  has(await main(clerk), '报送不等于办完', 'the record that is offered');
  await clean(clerk, 'send-graded');
  const steps = await clerk.locator('ol.steps strong').allInnerTexts();
  same(steps, ['评议', '接收', '报送', '退回', '报送'], 'the history');
  await clerk.locator('ol.steps').getByRole('link', { name: '意见 2 条' }).click();
  same(await clerk.locator('mark.said').innerText(), quote, 'the place in the history');
  await clean(clerk, 'version');
  const [file] = await Promise.all([clerk.waitForEvent('download'), clerk.locator('dl.facts a[href*="/file"]').click()]);
  await file.saveAs(join(p.folder, 'sent.docx'));
  has(await p.run('text', join(p.folder, 'sent.docx')), quote, 'the file that was sent');
  await clerk.goto('/report/send?year=2023');
  await clerk.locator('main').getByRole('link', { name: '记一笔', exact: true }).click();
  same(await clerk.locator('[name="field.grade"]').inputValue(), '较好', 'the grade in the record');
  same(await clerk.locator('#f-title').inputValue(), '2023年度抓党建述职', 'the title of the record');
  same(p.faults(), [], 'what the pages did wrong');
  await p.run('check');
  await p.close();
}

test('sent, returned with a remark at its place, sent again, accepted, graded: on a wide screen', () => walk(WIDE));
test('the same on a narrow one', () => walk(NARROW));

test('without scripts: an own file is sent, withdrawn, sent, returned and accepted; a correction wants a reason', async () => {
  const { p, a, root } = await district();
  const clerk = await p.account('clerk-a', 'clerk', a, { script: false });
  const upper = await p.account('shangji', 'upper', root, { script: false });
  const own = (text) => ({ name: '支部述职.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });
  await clerk.goto('/report/send?year=2023');
  await clerk.getByText('改送自己的文件').click();
  await clerk.locator('#f-file').setInputFiles(own(' \n'));
  await button(clerk, '报送这份文件').click();
  has(await clerk.locator('#e-file').innerText(), '没有文字', 'what an empty file is told');
  await clerk.locator('#f-file').setInputFiles(own('云溪支部述职报告\n一、工作\n全年召开支委会十二次，走访群众六十户。\n'));
  await button(clerk, '报送这份文件').click();
  has(await clerk.locator('.notice').innerText(), '已报送', 'what was told');
  has(await main(clerk), '本单位自己的文件', 'what was sent');
  await clerk.getByText('撤回', { exact: true }).click();
  await clerk.getByLabel('撤回原因').fill('数字写错');
  await button(clerk, '撤回报告').click();
  has(await clerk.locator('.notice').innerText(), '已撤回', 'what was told');
  same((await upper.goto(`/report/version/1?org=${a}&year=2023`)).status(), 404, 'what was taken back, for the upper body');
  same((await upper.goto(`/report/version/1/file?org=${a}&year=2023`)).status(), 404, 'its file');
  await clerk.goto('/report/send?year=2023');
  await button(clerk, '报送').click();
  await upper.goto(`/report/received?org=${a}&year=2023`);
  await upper.locator('[name="quote.1"]').fill(await words(upper));
  await upper.locator('[name="remark.1"]').fill('写具体些。');
  await upper.getByLabel('退回原因').fill('再改一稿');
  await button(upper, '退回').click();
  same(await upper.locator('mark.said').count(), 1, 'places marked');
  await clerk.goto('/report/send?year=2023');
  await button(clerk, '报送').click();
  await upper.goto(`/report/received?org=${a}&year=2023`);
  await button(upper, '接收').click();
  has(await upper.locator('.notice').innerText(), '已接收', 'what was told');
  await clerk.goto('/report/send?year=2023');
  await clerk.getByText('更正已接收的报告').click();
  await clerk.getByLabel('更正原因').first().fill('走访户数有误');
  await button(clerk, '报送更正').click();
  has(await clerk.locator('.notice').innerText(), '已报送', 'what was told');
  await upper.goto(`/report/received?org=${a}&year=2023`);
  has(await main(upper), '这是对已接收报告的更正', 'what the upper body is told');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('a record of an accepted year wants a reason, and the report shows what changed since', async () => {
  const { p, a, root } = await district();
  const clerk = await p.account('clerk-a', 'clerk', a);
  const upper = await p.account('shangji', 'upper', root);
  await send(clerk);
  await upper.goto(`/report/received?org=${a}&year=2023`);
  await button(upper, '接收').click();
  await upper.locator('.notice').waitFor();
  await clerk.goto('/records?year=2023&kind=committee_meeting');
  await clerk.locator('table.records td a').first().click();
  await clerk.getByRole('link', { name: '更正' }).click();
  same(await clerk.locator('#f-change_why').getAttribute('required'), '', 'the reason is demanded');
  await clerk.locator('#f-place').fill('另一间会议室');
  await clerk.locator('#f-change_why').evaluate((input) => { input.form.noValidate = true; });
  await button(clerk, '保存').click();
  has(await clerk.locator('#e-change_why').innerText(), '已被接收', 'what is told without a reason');
  await clerk.locator('#f-change_why').fill('地点写错');
  await button(clerk, '保存').click();
  await clerk.waitForURL(/\/record\/\d+$/);
  await clerk.locator('summary', { hasText: '作废' }).click();
  await clerk.getByLabel('原因').first().fill('重复登记');
  await clerk.locator('form[action$="/void"] button').click();
  await clerk.locator('.notice').waitFor();
  await upper.goto(`/report/received?org=${a}&year=2023`);
  await upper.locator('table.drifts .state', { hasText: '报送后有变化' }).first().waitFor();
  await clean(upper, 'received-drifted');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('who may not, may not', async () => {
  const { p, a, b, root } = await district();
  const clerk = await p.account('clerk-a', 'clerk', a);
  const other = await p.account('clerk-b', 'clerk', b);
  const upper = await p.account('shangji', 'upper', root);
  await send(clerk);
  const refused = (code) => code === 403 || code === 404;
  const post = (page, path, values) => page.evaluate(async ([to, fields]) => {
    const body = new URLSearchParams(fields);
    body.set('_csrf', document.querySelector('input[name="_csrf"]').value);
    return (await fetch(to, { method: 'POST', body, redirect: 'manual' })).status;
  }, [path, values]);
  for (const path of ['/report/send', '/report/received', '/report/version/1', '/report/version/1/file', '/reports', '/reports/export']) {
    const code = (await other.goto(`${path}?org=${a}&year=2023`).catch(() => null))?.status();
    check(refused(code), `${path} answers a stranger ${code}`);
  }
  const mine = { org: String(a), year: '2023', version: '1', why: '不该成', seen: 'x', back_why: '不该成', grade: 'good' };
  await other.goto('/today');
  await clerk.goto('/today');
  await upper.goto('/today');
  for (const path of ['/report/send', '/report/withdraw', '/report/received/return', '/report/received/accept', '/report/received/grade'])
    check(refused(await post(other, path, mine)), `a stranger may ${path}`);
  for (const path of ['/report/received/return', '/report/received/accept', '/report/received/grade'])
    same(await post(clerk, path, mine), 403, `the branch itself: ${path}`);
  for (const path of ['/report/send', '/report/withdraw'])
    same(await post(upper, path, mine), 403, `the upper body: ${path}`);
  same((await p.run('report', 'show', '--org', String(a), '--year', '2023', '--json')).state, 'submitted', 'what came of it');
  await p.close();
});
