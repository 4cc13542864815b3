// Who may see and do what: the pages of the roles, asked as the person would and as a stranger's script would.
import { check, has, same, test } from './harness.mjs';
import { place } from './place.mjs';

// A committee over two branches with a year of records each.
async function district() {
  const p = await place();
  await p.run('demo', '--branches', '2', '--scale', '12');
  const orgs = await p.run('org', 'list', '--json');
  const branches = orgs.filter((o) => o.kind === 'branch').map((o) => o.id);
  await p.serve();
  return { p, branches, root: orgs.find((o) => o.kind !== 'branch').id };
}

async function recordOf(p, org) {
  const list = await p.run('record', 'list', '--org', String(org), '--year', '2023', '--json');
  return (Array.isArray(list) ? list : list.records)[0].id;
}

async function status(page, path) {
  return (await page.goto(path)).status();
}

// Sends a form as the page itself could: same site, the secret of the session.
async function send(page, path, fields) {
  await page.goto('/today');
  return page.evaluate(async ([to, values]) => {
    const body = new URLSearchParams(values);
    body.set('_csrf', document.querySelector('input[name="_csrf"]').value);
    return (await fetch(to, { method: 'POST', body, redirect: 'manual' })).status;
  }, [path, fields]);
}

const refused = (code) => code === 403 || code === 404;

test('a clerk of one branch neither reads nor writes in another', async () => {
  const { p, branches: [a, b] } = await district();
  const page = await p.account('clerk-a', 'clerk', a);
  const own = await recordOf(p, a), other = await recordOf(p, b);
  same(await status(page, `/record/${own}`), 200, 'his own record');
  for (const path of [`/record/${other}`, `/record/${other}/edit`, `/record/${other}/version/1`, `/today?org=${b}`,
    `/records?org=${b}`, `/people?org=${b}`, `/figures?org=${b}`, `/duties?org=${b}`, `/report?org=${b}`]) {
    const code = await status(page, path);
    check(refused(code), `${path} answers ${code}`);
  }
  check(refused(await send(page, `/record/${other}/void`, { version: '1', why: '不该成' })), 'a void in the other branch');
  const shown = await p.run('record', 'show', String(other), '--json');
  check(!shown.voided, 'the other branch’s record is void');
  await p.close();
});

test('an inspector reads everything below and writes nothing', async () => {
  const { p, branches: [a], root } = await district();
  const until = new Date(Date.now() + 3 * 86400e3).toISOString().slice(0, 10);
  const page = await p.account('jiancha', 'member', root);
  await p.run('user', 'grant', 'jiancha', '--role', 'inspector', '--org', String(root), '--until', until);
  const id = await recordOf(p, a);
  same(await status(page, `/record/${id}`), 200, 'a record of a branch');
  same(await page.getByRole('link', { name: '更正' }).count(), 0, 'no edit is offered');
  same(await page.locator('form.upload').count(), 0, 'no upload is offered');
  same(await status(page, `/records?org=${a}&year=2023`), 200, 'the ledger of a branch');
  same(await status(page, `/today?org=${a}&year=2023`), 200, '今天 of a branch');
  same(await page.locator('main').getByRole('link', { name: '记一笔' }).count(), 0, 'no entry is offered');
  for (const [path, fields] of [
    [`/record/${id}/void`, { version: '1', why: '不该成' }],
    [`/record/${id}/edit`, { version: '1', kind: 'committee_meeting', held_on: '2023-03-01', title: '不该成' }],
    ['/new', { kind: 'visit', held_on: '2023-03-01', title: '不该成', late_why: '不该成', 'field.village': '云溪村' }],
    ['/people/new', { name: '不该成', membership: 'full' }],
    ['/settings/account', { login: 'more', account_name: '不该成', role: 'admin' }],
  ]) {
    const code = await send(page, path, fields);
    check(refused(code), `${path} answers ${code}`);
  }
  await p.close();
});

test('a member sees the duties of his branch and no ledger, people or figures', async () => {
  const { p, branches: [a] } = await district();
  const page = await p.account('member-a', 'member', a);
  same(await status(page, '/today?year=2023'), 200, '今天');
  same(await status(page, '/duties?year=2023'), 200, '规定动作');
  await page.locator('table.year td.cell a').first().click();
  await page.waitForURL('**/duty/**');
  has(await page.locator('main').innerText(), '依据', 'one duty');
  same(await page.locator('a[href^="/record/"]').count(), 0, 'records are linked');
  for (const path of [`/record/${await recordOf(p, a)}`, '/records', '/people', '/figures', '/report', '/journal', '/new?kind=visit']) {
    const code = await status(page, path);
    check(refused(code), `${path} answers ${code}`);
  }
  for (const name of ['台账', '人员', '指标', '述职报告'])
    same(await page.locator('nav.menu').getByRole('link', { name, exact: true }).count(), 0, `the menu offers ${name}`);
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('a form without the secret of the session is refused', async () => {
  const { p, branches: [a] } = await district();
  const page = await p.account('clerk-a', 'clerk', a);
  const id = await recordOf(p, a);
  await page.goto('/today');
  const code = await page.evaluate((to) => fetch(to, { method: 'POST', redirect: 'manual',
    body: new URLSearchParams({ version: '1', why: '不该成' }) }).then((r) => r.status), `/record/${id}/void`);
  same(code, 403, 'a post without the secret');
  has(JSON.stringify(await p.run('record', 'show', String(id), '--json')), '"id"', 'the record');
  await p.close();
});

test('what was said in a talk is closed to those who were not there, the fact is not', async () => {
  const p = await place();
  await p.run('demo');
  const secret = '谈了家里的难处，只有两个人知道';
  await p.run('record', 'add', '--kind', 'talk', '--on', '2023-12-20', '--title', '年末谈心', '--present', '赵甲',
    '--present', '冯壬', '--text', secret, '--late-why', '补记');
  const list = JSON.stringify(await p.run('record', 'list', '--kind', 'talk', '--year', '2023', '--json'));
  const id = list.match(/"id":(\d+)[^}]*年末谈心/)[1];
  await p.serve();
  const page = await p.account('clerk', 'clerk', 1);
  same(await status(page, `/record/${id}`), 200, 'the record of the talk');
  has(await page.locator('main').innerText(), '年末谈心', 'the fact');
  check(!(await page.content()).includes('难处'), 'the content stands in the page');
  has(await page.locator('main').innerText(), '只对参加的人和书记公开', 'the sentence that says so');
  same(await status(page, '/records?any=1&text=难处'), 200, 'the ledger searched');
  same(await page.locator(`a[href="/record/${id}"]`).count(), 0, 'the search finds by the closed content');
  const secretary = await p.account('shuji', 'secretary', 1);
  await secretary.goto(`/record/${id}`);
  has(await secretary.locator('main').innerText(), secret, 'the content for the secretary');
  await p.close();
});
