import { defineConfig } from '@playwright/test'
import base from '../playwright.config.js'

const { globalSetup: _, ...rest } = base

/** The tests with coturn alone (`npx playwright test -c turn`): they start what they need. */
export default defineConfig(rest, {
  testDir: '.',
  testIgnore: [],
  outputDir: '../test-results/turn-artefacts',
  reporter: [['list'], ['json', { outputFile: '../test-results/turn.json' }]],
})
