// What the core fetches only when it is needed: files of their own beside it, with the names of others left as they are.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.mjs'
import { buildSolver } from './solver.mjs'

const source = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src')
const files = { './offers.js': './almenara-offers.js', './media.js': './almenara-media.js', './sse.js': './almenara-sse.js', './relays.js': './almenara-relays.js', './pow/index.js': './almenara-pow.js', './seal/index.js': './almenara-seal.js', './overlay/index.js': './almenara-overlay.js' }

/** Leaves the imports of those to the browser. */
export const lazy = {
  name: 'lazy',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\// }, ({ path, kind }) => kind === 'dynamic-import' && files[path] ? { path: files[path], external: true } : undefined)
  },
}

/** Builds them into a folder. */
export async function buildLazy(folder, banner = {}) {
  const part = (name) => bundle(join(source, `${name}.ts`), join(folder, `almenara-${name}.js`), { banner })
  await Promise.all([buildSolver(folder, banner), part('sse'), part('relays'), part('media'), part('offers')])
}
