// Texts of our own writing for the library, as files in a folder.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const NOTICE = `关于做好春耕农资供应工作的通知
云供〔2023〕5号
各基层社：
一、总体要求
各基层社要切实做好农资##paidbegin##供应工作，摸清化肥、种子、农药的库存，确保春耕不误农时。
二、工作措施
（一）摸清底数。逐村登记农户需要，按月上报区社业务科。
（二）保证质量。进货查验有记录，价格公开上墙，农资供应不断档。
云溪区供销合作社
2023年3月1日
`;

const CLAUSES = Array.from({ length: 40 }, (_, i) =>
  `第${i + 1}条 基层社负责人对本辖区的第${i + 1}项供应负总责，逐级落实到人，按季度报告。`).join('\n');

export const DUTY = `供应责任书\n${CLAUSES}\n`;
export const DUTY_CHANGED = `供应责任书\n${CLAUSES.replace('第7项供应负总责', '第7项供应和储备负总责')}\n最后另加一条：年底考核。\n`;
export const SHEET = '品名\t数量\t价格\n尿素\t120吨\t2300元\n复合肥\t80吨\n';

// The folder holds 通知.txt, 责任书.txt, 责任书（改）.txt, 库存.txt and one that is no document.
export function writeTexts(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '通知.txt'), NOTICE);
  writeFileSync(join(folder, '责任书.txt'), DUTY);
  writeFileSync(join(folder, '责任书（改）.txt'), DUTY_CHANGED);
  writeFileSync(join(folder, '库存.txt'), `春耕库存\n${SHEET}`);
  writeFileSync(join(folder, '坏的.docx'), 'PK\u0003\u0004 not a package');
  return folder;
}

// By the page, with scripts.
export async function add(page, files, fields = {}) {
  await page.goto('/library');
  const area = page.locator('#add');
  if (!(await area.evaluate((e) => e.open))) await area.locator('summary').click();
  for (const [name, value] of Object.entries(fields)) await area.locator(`[name=${name}]`).fill(value);
  await area.locator('input[type=file]').setInputFiles(files);
  await area.getByRole('button', { name: '入库', exact: true }).click();
}


// All of them; answers their ids by title.
export async function fillLibrary(page, folder) {
  writeTexts(folder);
  const files = ['通知.txt', '责任书.txt', '责任书（改）.txt', '库存.txt', '坏的.docx'].map((f) => join(folder, f));
  await add(page, files, { folder: '政策/2023', tags: '农资、春耕' });
  await page.locator('#drop-done').waitFor();
  await page.goto('/library');
  const links = await page.locator('table.docs td a').evaluateAll((all) => all.map((a) => [a.textContent, a.getAttribute('href')]));
  return Object.fromEntries(links.map(([title, href]) => [title, Number(href.match(/\d+$/)[0])]));
}
