// Signing in and out, and links that would lead elsewhere.
import { check, has, same, test } from './harness.mjs';
import { PASSWORD, place } from './place.mjs';

async function branch() {
  const p = await place();
  await p.run('init', '--org', '第一支部');
  await p.serve();
  return p;
}

async function trySignIn(page, password, path = '/sign-in') {
  await page.goto(path);
  await page.getByLabel('账号').fill('admin');
  await page.getByLabel('口令', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录' }).click();
}

test('out is out: no page is shown any more, and none from memory', async () => {
  const p = await branch();
  const page = await p.enter(p.firstLink);
  await page.getByRole('button', { name: '退出' }).click();
  await page.waitForURL('**/sign-in');
  const answer = await page.goto('/today');
  has(await page.locator('main').innerText(), '登录', 'a page after signing out');
  check(answer.status() === 401 || page.url().includes('/sign-in'), `status ${answer.status()} after signing out`);
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('a wrong password gets a sentence, keeps the login and shows no password', async () => {
  const p = await branch();
  await p.enter(p.firstLink);
  const page = await p.window();
  await trySignIn(page, '不是这个口令 123');
  has(await page.locator('#e-password').innerText(), '口令不对', 'the sentence beside the field');
  same(await page.getByLabel('账号').inputValue(), 'admin', 'the login typed');
  same(await page.getByLabel('口令', { exact: true }).inputValue(), '', 'the password field');
  check(!(await page.content()).includes('不是这个口令'), 'the password typed stands in the page');
  await page.getByLabel('口令', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL('**/today');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('the way back leads to a page of this site only', async () => {
  const p = await branch();
  await p.enter(p.firstLink);
  for (const [back, to] of [['/people', '/people'], ['//example.net/', '/today'], ['https://example.net/', '/today'],
    ['/\\example.net/', '/today'], ['javascript:alert(1)', '/today'], ['/%09/example.net/', '/today']]) {
    const page = await p.window();
    await trySignIn(page, PASSWORD, `/sign-in?back=${encodeURIComponent(back)}`);
    await page.waitForURL((url) => url.pathname !== '/sign-in');
    check(page.url().startsWith(p.base + '/'), `“${back}” leads to ${page.url()}`);
    if (!back.includes('%')) same(page.url(), p.base + to, `where “${back}” leads`);
  }
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('a page asked for before signing in is shown after it', async () => {
  const p = await branch();
  await p.enter(p.firstLink);
  const page = await p.window();
  await page.goto('/records?text=学习');
  if (!page.url().includes('/sign-in')) await page.getByRole('link', { name: '登录' }).click();
  await page.getByLabel('账号').fill('admin');
  await page.getByLabel('口令', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL('**/records?text=*');
  same(await page.locator('#q-text').inputValue(), '学习', 'the filter asked for');
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});

test('English is one button away and changes the language of the page', async () => {
  const p = await branch();
  const page = await p.enter(p.firstLink);
  same(await page.locator('html').getAttribute('lang'), 'zh-CN', 'the language before');
  await page.goto('/people');
  await page.getByRole('button', { name: 'English' }).click();
  await page.locator('html[lang="en"]').waitFor({ state: 'attached' });
  same(page.url(), p.base + '/people', 'the page after the switch');
  await page.getByRole('button', { name: '中文' }).click();
  await page.locator('html[lang="zh-CN"]').waitFor({ state: 'attached' });
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
});
