import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{electron,shared,renderer,scripts,e2e}/**/*.test.{ts,tsx}'],
    // Long, as a busy machine needs: a test that is stuck has failed anyway.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Tests wait more than they compute, so one core less is one too few where there are two.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
})
