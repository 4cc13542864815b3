// Runs every *.test.mjs here, each in a process of its own, and adds up.
//   node all.mjs            all
//   node all.mjs WORD…      only the files whose name contains one of the words
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const words = process.argv.slice(2);
const files = readdirSync(here).filter((f) => f.endsWith('.test.mjs'))
  .filter((f) => words.length === 0 || words.some((w) => f.includes(w))).sort();

let passed = 0, failed = 0;
for (const file of files) {
  const child = spawn(process.execPath, [join(here, file)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((done) => child.once('exit', done));
  let sum;
  for await (const line of createInterface({ input: child.stdout })) {
    const m = line.match(/^(\d+) passed, (\d+) failed$/);
    if (m) sum = m;
    else console.log(line);
  }
  const status = await ended;
  if (!sum) {
    console.log(`not ok - ${file} ended with status ${status} before its summary`);
    failed++;
  } else {
    passed += Number(sum[1]);
    failed += Number(sum[2]);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed || passed === 0 ? 1 : 0;
