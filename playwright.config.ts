import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

// The system's Chromium where there is one; elsewhere the browser Playwright installs for itself.
const chromium = process.env['DYNARIUM_CHROMIUM'] ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined)
const isRoot = process.getuid?.() === 0

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // One platform at a time, unless it is said otherwise.
  workers: 1,
  // Long, as a busy machine needs: what is stuck has failed anyway.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  use: { trace: 'retain-on-failure', actionTimeout: 30_000 },
  projects: [
    {
      name: 'browser',
      testMatch: '**/e2e/browser/**/*.spec.ts',
      use: {
        browserName: 'chromium',
        viewport: { width: 1280, height: 820 },
        launchOptions: {
          executablePath: chromium,
          args: [
            ...(isRoot ? ['--no-sandbox'] : []),
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
          ],
        },
      },
    },
    { name: 'electron', testMatch: '**/e2e/electron/**/*.spec.ts' },
  ],
})
