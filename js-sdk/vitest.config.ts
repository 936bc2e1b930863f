import { defineConfig } from 'vitest/config'

// Tests wait for conditions, never for time: a busy machine may take long for one, and only what hangs ends by this.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } })
