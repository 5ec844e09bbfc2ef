// The lanes beside the fast one: `vitest run --config vitest.lanes.config.ts --dir test/e2e`.

import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.{ts,tsx}'],
    env: {TZ: 'UTC', FORCE_COLOR: '0'},
    pool: 'forks',
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
