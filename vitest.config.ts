import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{electron,shared,renderer,scripts,e2e}/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
