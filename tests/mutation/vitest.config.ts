/**
 * The tests that a mutant of `src/checks` has to face: those that call a check with exchanges made by hand.
 * Tests that start a server, a process or a whole run are left out: they are slow, and what only they see is not proven.
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/checks-*.test.ts', 'tests/property-*.test.ts', 'tests/resource*.test.ts'],
    exclude: ['tests/checks-provisioning-run.test.ts'],
    testTimeout: 10_000,
  },
});
