import { _baseTest as test } from '@playwright/test';

test('nothing', () => {});
