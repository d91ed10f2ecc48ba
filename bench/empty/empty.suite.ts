import { writeFileSync } from 'node:fs';
import { _baseTest as test } from '@playwright/test';

test('nothing', () => {
  if (process.env.BENCH_STAMP !== undefined) writeFileSync(process.env.BENCH_STAMP, String(Date.now()));
});
