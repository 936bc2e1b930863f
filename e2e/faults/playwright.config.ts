import { defineConfig } from '@playwright/test'
import base from '../playwright.config.js'

const { globalSetup: _, ...rest } = base

/** The fault tests alone (`npx playwright test -c faults`): they have a cluster of their own, and need no other. */
export default defineConfig(rest, {
  testDir: '.',
  testIgnore: [],
  outputDir: '../test-results/faults-artefacts',
  reporter: [['list'], ['json', { outputFile: '../test-results/faults.json' }]],
})
