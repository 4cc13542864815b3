// A house of its own for each test: a data folder that is thrown away, the program's commands on it, its server on
// a free port, and browser windows that watch for everything a page must not do.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const TAIZHANG = process.env.TAIZHANG || join(ROOT, 'build', 'dev', 'taizhang');
const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium';
const CHROMIUM_ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=zh-CN'];

export const PASSWORD = '春风又绿江南岸 2026';
export const ROOT_FOLDER = ROOT;

let browser;
const places = new Set();

export async function place() {
  const folder = mkdtempSync(join(tmpdir(), 'taizhang-e2e-'));
  const p = new Place(folder);
  places.add(p);
  return p;
}

export async function closeAll() {
  for (const p of places) await p.close();
  if (browser) await browser.close();
  browser = undefined;
}

// What every open window shows, for the log of a test that failed.
export async function shown() {
  const pages = [...places].flatMap((p) => p.contexts).flatMap((c) => c.pages());
  const texts = await Promise.all(pages.map(async (page) =>
    `  at ${page.url()}: ${(await page.locator('body').innerText({ timeout: 1000 }).catch(String)).slice(0, 1500)}`));
  return texts.join('\n').replaceAll('\n', '\n    ');
}

class Place {
  constructor(folder) {
    this.folder = folder;
    this.data = join(folder, 'data');
    this.contexts = [];
  }

  // Runs one command; answers its standard output, as JSON where that was asked for.
  async run(...args) {
    const { stdout } = await promisify(execFile)(TAIZHANG, [...args, '--data', this.data],
      { maxBuffer: 64 << 20, env: { ...process.env, LC_ALL: 'zh_CN.UTF-8' } });
    return args.includes('--json') ? JSON.parse(stdout) : stdout;
  }

  async serve() {
    this.server = spawn(TAIZHANG, ['serve', '--data', this.data, '--listen', '127.0.0.1:0'],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, LC_ALL: 'zh_CN.UTF-8' } });
    this.ended = new Promise((done) => this.server.once('exit', (code) => done(code)));
    const lines = createInterface({ input: this.server.stdout });
    for await (const line of lines) {
      this.base ||= line.match(/http:\/\/127\.0\.0\.1:\d+(?=\/$)/)?.[0];
      this.firstLink ||= line.match(/http:\/\/\S+\/setup\/\S+/)?.[0];
      if (line.includes('Ctrl-C')) break;
    }
    if (!this.base) throw new Error('the server did not start');
  }

  // The link that a command printed, at this server.
  here(link) {
    const u = new URL(link);
    return this.base + u.pathname;
  }

  // A window of its own, with cookies of its own.
  async window({ script = true, width = 1280, height = 900, ...more } = {}) {
    browser ||= await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS,
      env: { ...process.env, LANGUAGE: 'zh_CN' } });
    const context = await browser.newContext({ javaScriptEnabled: script, viewport: { width, height },
      locale: 'zh-CN', timezoneId: 'Asia/Shanghai', baseURL: this.base, acceptDownloads: true, ...more });
    context.setDefaultTimeout(30000);
    this.contexts.push(context);
    const page = await context.newPage();
    page.faults = [];
    watch(page, this.base);
    page.on('dialog', (d) => d.accept());
    return page;
  }

  // A signed-in window for the account whose one-time link this is.
  async enter(link, options) {
    const page = await this.window(options);
    await page.goto(this.here(link));
    await page.getByLabel('口令', { exact: true }).fill(PASSWORD);
    await page.getByLabel('再输一次').fill(PASSWORD);
    await page.getByRole('button', { name: '保存并登录' }).click();
    await page.waitForURL('**/today');
    return page;
  }

  async signIn(login, options) {
    const page = await this.window(options);
    await page.goto('/sign-in');
    await page.getByLabel('账号').fill(login);
    await page.getByLabel('口令', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
    await page.waitForURL('**/today');
    return page;
  }

  // An account with a role, its password set; answers a signed-in window.
  async account(login, role, org, options) {
    const { link } = await this.run('user', 'add', login, '--role', role, '--org', String(org), '--json');
    return this.enter(link, options);
  }

  faults() {
    return this.contexts.flatMap((c) => c.pages()).flatMap((p) => p.faults);
  }

  async close() {
    places.delete(this);
    for (const c of this.contexts) await c.close();
    if (this.server && this.server.exitCode === null) {
      this.server.kill('SIGTERM');
      const late = setTimeout(() => this.server.kill('SIGKILL'), 10000);
      const code = await this.ended;
      clearTimeout(late);
      if (code !== 0) throw new Error(`the server ended with ${code}`);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// Script errors, violations of the content policy, requests to another host. That the browser notes the status of
// a refused page in its console is no fault of the page.
function watch(page, base) {
  page.on('pageerror', (e) => page.faults.push(`${page.url()}: ${e.message}`));
  page.on('console', (m) => {
    if (m.type() !== 'error' && m.type() !== 'warning') return;
    if (m.text().startsWith('Failed to load resource') && m.location().url === page.url()) return;
    page.faults.push(`${page.url()}: ${m.text()}`);
  });
  page.on('request', (r) => {
    const own = r.url().startsWith(base + '/') || r.url().startsWith('data:') || r.url().startsWith('blob:');
    if (!own) page.faults.push(`${page.url()}: asks another host for ${r.url()}`);
  });
}

export const readRoot = (path) => readFileSync(join(ROOT, path));
