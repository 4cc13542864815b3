// test('what must hold', async () => { … }): run one after the other, summed up as "N passed, N failed".
import { closeAll, shown } from './place.mjs';

const tests = [];

export function test(name, body) {
  tests.push({ name, body });
}

export function check(holds, message) {
  if (!holds) throw new Error(message);
}

export function same(is, should, what) {
  const a = JSON.stringify(is), b = JSON.stringify(should);
  check(a === b, `${what}: is ${a}, should be ${b}`);
}

export function has(text, part, what) {
  check(text.includes(part), `${what}: lacks “${part}” in: ${text.slice(0, 600)}`);
}

async function runAll() {
  let passed = 0, failed = 0;
  for (const { name, body } of tests) {
    try {
      await body();
      passed++;
      console.log(`ok - ${name}`);
    } catch (e) {
      failed++;
      console.log(`not ok - ${name}: ${e.stack || e}`);
      console.log(await shown());
      await closeAll().catch((late) => console.log(`  and then: ${late.message}`));
    }
  }
  try {
    await closeAll();
  } catch (e) {
    failed++;
    console.log(`not ok - the end: ${e.message}`);
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

process.once('SIGINT', () => closeAll().finally(() => process.exit(130)));
process.once('SIGTERM', () => closeAll().finally(() => process.exit(143)));
setImmediate(runAll);
