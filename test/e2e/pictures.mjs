// Takes the pictures of the README from the demonstration's year.
//   node pictures.mjs [FOLDER]      default: docs/pictures of this project; FOLDER all: also every page, to look at
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT_FOLDER, closeAll, place } from './place.mjs';

const README = [
  ['today-zh.png', '/today', 1440, 900],
  ['today-zh-360.png', '/today', 360, 780],
  ['duties-zh.png', '/duties', 1440, 900],
];
const PAGES = ['today', 'new', 'new?kind=members_meeting', 'new?kind=visit', 'records', 'records/calendar', 'records/print',
  'record/80', 'record/80/edit', 'people', 'people/new', 'person/1', 'duties', 'duties?all=1', 'duty/B01/1', 'figures',
  'figure/members_n', 'report', 'search?q=学习', 'library', 'settings', 'journal', 'no-such-page'];

const folder = process.argv[2] || join(ROOT_FOLDER, 'docs', 'pictures');
const all = process.argv[3] === 'all';
const list = all
  ? PAGES.flatMap((path) => [1440, 360].map((w) => [`${path.replaceAll(/\W/g, '-')}-${w}.png`, `/${path}`, w, w > 400 ? 900 : 740]))
  : README;

try {
  mkdirSync(folder, { recursive: true });
  const p = await place();
  await p.run('demo');
  await p.serve();
  await p.enter(p.firstLink);
  for (const [name, path, width, height] of list) {
    const page = await p.signIn('admin', { width, height });
    await page.goto(path);
    await page.screenshot({ path: join(folder, name), fullPage: all, animations: 'disabled' });
    console.log(`${name} ${Math.round(statSync(join(folder, name)).size / 1024)} KB`);
    await page.context().close();
  }
} finally {
  await closeAll();
}
