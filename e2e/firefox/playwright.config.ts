import { defineConfig } from '@playwright/test'
import base from '../playwright.config.js'

// Those of Chromium would be given to Firefox too.
const { use: _, ...rest } = base

/** The tests between Firefox and Chromium alone (`npx playwright test -c firefox`), on the cluster of the browser tests. */
export default defineConfig(rest, {
  testDir: '.',
  globalSetup: '../support/global-setup.ts',
  testIgnore: [],
  outputDir: '../test-results/firefox-artefacts',
  reporter: [['list'], ['json', { outputFile: '../test-results/firefox.json' }]],
  use: { trace: 'retain-on-failure' },
})
