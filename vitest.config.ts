import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{electron,shared,renderer,scripts,e2e}/**/*.test.{ts,tsx}'],
    // Long, as a busy machine needs: a test that is stuck has failed anyway.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
