import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/slow/**', 'test/conformance/**', 'test/e2e/**'],
    env: {TZ: 'UTC', FORCE_COLOR: '0'},
    pool: 'threads',
    testTimeout: 20_000,
  },
});
