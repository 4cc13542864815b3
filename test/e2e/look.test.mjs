// Which org and 年度 is looked at: the choice holds from page to page, and what is written goes where the page says.
import { check, has, same, test } from './harness.mjs';
import { place } from './place.mjs';

const NOW = String(new Date().getFullYear());

async function demo() {
  const p = await place();
  await p.run('demo');
  await p.serve();
  return p;
}

const chosen = (page, year) => page.locator(`#look-year option[value="${year}"][selected]`).waitFor({ state: 'attached' });

test('the year chosen holds in every page of the menu; where nothing is kept, the latest year is offered', async () => {
  const p = await demo();
  const page = await p.enter(p.firstLink);
  await chosen(page, 2023); // the latest that was kept
  await page.locator('#look-year').selectOption(NOW); // leaves the page by itself
  await chosen(page, NOW);
  await page.getByRole('button', { name: '看 2023 年度的台账' }).click();
  await chosen(page, 2023);
  await page.locator('nav.menu').getByRole('link', { name: '台账' }).click();
  has(await page.locator('h1').innerText(), '2023', 'the ledger');
  await page.locator('nav.menu').getByRole('link', { name: '指标' }).click();
  has(await page.locator('h1').innerText(), '2023', 'the figures');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('without scripts the switch has a button', async () => {
  const p = await demo();
  const page = await p.enter(p.firstLink, { script: false });
  await page.locator('#look-year').selectOption(NOW);
  await page.getByRole('button', { name: '切换' }).click();
  await chosen(page, NOW);
  await page.locator('nav.menu').getByRole('link', { name: '规定动作' }).click();
  has(await page.locator('h1').innerText(), NOW, 'the duties');
  await p.close();
});

test('a page in another year by its address: links and reasons stay in that year', async () => {
  const p = await demo();
  const page = await p.enter(p.firstLink);
  await page.locator('#look-year').selectOption(NOW);
  await chosen(page, NOW);
  const all = await p.run('duties', '--year', '2023', '--json');
  const open = all.find((d) => d.state === 'missing');
  check(open, 'nothing is missing in the demonstration');
  await page.goto('/duties?year=2023');
  const number = Number(open.period.match(/\d+$/)[0]);
  await page.locator(`table.year a[href^="/duty/${open.duty}/${/\d{4}$/.test(open.period) ? 1 : number}?"]`).click();
  await page.locator('summary', { hasText: '确实没有开展' }).click();
  await page.getByLabel('原因', { exact: false }).first().fill('按上级通知改在次年');
  await page.getByRole('button', { name: '保存' }).click();
  await page.locator('.notice').waitFor();
  const now = (await p.run('duties', '--year', '2023', '--json')).find((d) => d.duty === open.duty && d.period === open.period);
  same(now.why, '按上级通知改在次年', 'the reason in its year');
  await page.locator('nav.menu').getByRole('link', { name: '台账' }).click();
  has(await page.locator('h1').innerText(), '2023', 'the ledger from there');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('a branch below is one button away, and what is entered is entered there', async () => {
  const p = await place();
  await p.run('demo', '--branches', '2', '--scale', '6');
  const branch = (await p.run('org', 'list', '--json')).find((o) => o.kind === 'branch');
  await p.serve();
  const page = await p.enter(p.firstLink);
  await page.getByRole('link', { name: '设置', exact: true }).click();
  await page.locator('#org').getByRole('button', { name: branch.name }).click();
  has(await page.locator('.top-bar').innerText(), branch.name, 'the head');
  await page.goto(`/today?org=${branch.id}`);
  await page.locator('nav.menu').getByRole('link', { name: '记一笔' }).click();
  await page.locator('.kind-link', { hasText: '走访' }).first().click();
  await page.getByLabel('标题').fill('走访云溪村');
  await page.getByLabel('走访的村（社区）').fill('云溪村');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.waitForURL(/\/record\/\d+$/);
  const shown = await p.run('record', 'show', page.url().match(/\d+$/)[0], '--json');
  same(shown.org ?? shown.org_id, branch.id, 'the org of the record');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});
