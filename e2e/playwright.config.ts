import { defineConfig } from '@playwright/test'
import { chromium, LOOPBACK } from './support/chromium.js'

export default defineConfig({
  testMatch: '**/*.spec.ts',
  // They kill their nodes, or need coturn or Firefox: runs of their own (npx playwright test -c faults, -c turn, -c firefox).
  testIgnore: ['**/faults/**', '**/turn/**', '**/firefox/**'],
  globalSetup: './support/global-setup.ts',
  globalTimeout: 30 * 60_000,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  outputDir: 'test-results/artefacts',
  reporter: [['list'], ['json', { outputFile: 'test-results/results.json' }]],
  use: {
    trace: 'retain-on-failure',
    launchOptions: chromium(LOOPBACK),
    permissions: ['camera', 'microphone'],
  },
})
