import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = fileURLToPath(new URL('src/', import.meta.url))

export default defineConfig({
  // The examples name the package as applications do.
  resolve: { alias: [{ find: /^almenara$/, replacement: `${source}index.ts` }, { find: /^almenara\/(\w+)$/, replacement: `${source}$1/index.ts` }] },
  // Trystero's core names a page by its module: tests of several pages load it several times.
  // Tests wait for conditions, never for time: a busy machine may take long for one, and only what hangs ends by this.
  test: { testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: '100%', server: { deps: { inline: ['@trystero-p2p/core'] } } },
})
