// A meeting of 12 people in under three minutes: what is typed and tapped from the duty on 今天 until it is saved.
import { check, has, same, test } from './harness.mjs';
import { place } from './place.mjs';

const YEAR = new Date().getFullYear();
const TYPED_MAX = 3, TAPS_MAX = 6, SECONDS_MAX = 180;
// The keystroke-level model: to think and point before each act, a tap, a Chinese character with an input method.
const THINK = 1.35, POINT = 1.1, CHARACTER = 0.9;

class Hand {
  taps = 0;
  typed = 0;
  characters = 0;

  async tap(target) {
    this.taps++;
    await target.click();
  }

  async type(target, text) {
    this.typed++;
    this.characters += text.length;
    await target.fill(text);
  }

  seconds() {
    return (this.taps + this.typed) * (THINK + POINT) + this.characters * CHARACTER;
  }
}

// A branch of 12 with last year's records behind it, and this year begun.
async function branchOfTwelve() {
  const p = await place();
  await p.run('demo', '--year', String(YEAR - 1));
  await p.run('person', 'add', '蒋寅', '--membership', 'full', '--joined', '2012-06-20', '--full', '2013-06-20');
  await p.run('year', 'open', '--year', String(YEAR));
  await p.serve();
  return p;
}

async function enterByHand(script, width) {
  const p = await branchOfTwelve();
  const page = await p.enter(p.firstLink, { script, width, height: 800 });
  const hand = new Hand();
  await page.goto(`/today?year=${YEAR}`);
  const duty = page.locator('.tasks li', { hasText: '主题党日' }).filter({ hasText: '待办' }); // due every month
  await hand.tap(duty.getByRole('link', { name: '记一笔' }));
  for (const name of ['日期', '标题', '地点', '主持', '记录'])
    check(await page.getByLabel(name).first().inputValue() !== '', `“${name}” is not filled in`);
  const absent = page.locator('fieldset.seat', { hasText: '冯壬' });
  await hand.tap(absent.getByText('请假', { exact: true }));
  await hand.type(absent.getByLabel('冯壬 未到原因'), '住院');
  await hand.type(page.getByLabel('议程'), '学习贯彻上级会议精神；讨论支部下季度工作安排');
  await hand.type(page.getByLabel('内容'), '会议学习了上级会议精神，讨论并同意支部下季度的工作安排，要求各项工作责任到人、按期完成。');
  await hand.tap(page.getByRole('button', { name: '保存' }));
  await page.waitForURL(/\/record\/\d+$/);
  has(await page.locator('main').innerText(), '应到 12，实到 11', 'the record');
  const seconds = Math.round(hand.seconds());
  console.log(`# ${width} px, ${script ? 'with' : 'without'} scripts: ${hand.typed} fields typed (${hand.characters} ` +
    `characters), ${hand.taps} taps, about ${seconds} s`);
  check(hand.typed <= TYPED_MAX, `${hand.typed} fields had to be typed`);
  check(hand.taps <= TAPS_MAX, `${hand.taps} taps were needed`);
  check(seconds <= SECONDS_MAX, `it takes about ${seconds} s`);
  await page.goto(`/today?year=${YEAR}`);
  same(p.faults(), [], 'what the pages did wrong');
  await p.close();
}

test('a meeting of 12 on a desk', () => enterByHand(true, 1440));
test('a meeting of 12 on a phone without scripts', () => enterByHand(false, 360));
