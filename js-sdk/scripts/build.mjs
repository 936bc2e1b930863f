// Builds dist/: three bundles of the core, the files that it fetches when it needs them, one for each sub-path, the declarations and integrity.json.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildLazy, lazy } from './lazy.mjs'
import { buildMinified } from './minified.mjs'
import { buildSeal } from './seal.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const banner = { js: `/*! almenara ${version} | Apache-2.0 */` }

/** Leaves the core to the browser: the hooks are for the rooms of the application's own copy. */
const besideTheCore = {
  name: 'beside-the-core',
  setup: ({ onResolve }) => onResolve({ filter: /^\.\.\/index\.js$/ }, () => ({ path: './almenara.js', external: true })),
}

rmSync(dist, { recursive: true, force: true })
const bundle = (outfile, options, { entry = 'src/index.ts', make = build } = {}) => make({
  entryPoints: [join(root, entry)],
  outfile: join(dist, outfile),
  bundle: true,
  target: 'es2022',
  platform: 'browser',
  sourcemap: 'linked',
  banner,
  plugins: [lazy],
  ...options,
})
await Promise.all([
  bundle('almenara.js', { format: 'esm' }),
  bundle('almenara.min.js', { format: 'esm' }, { make: buildMinified }),
  bundle('almenara.iife.js', { format: 'iife', globalName: 'almenara' }, { make: buildMinified }),
  buildLazy(dist, banner),
  buildSeal(dist, banner),
  bundle('almenara-state.js', { format: 'esm', minify: true }, { entry: 'src/state/index.ts' }),
  bundle('almenara-mirror.js', { format: 'esm', minify: true }, { entry: 'src/mirror/index.ts' }),
  bundle('almenara-nodes.js', { format: 'esm', minify: true }, { entry: 'src/nodes/index.ts' }),
  bundle('almenara-actions.js', { format: 'esm', minify: true }, { entry: 'src/actions/index.ts' }),
  bundle('almenara-files.js', { format: 'esm', minify: true }, { entry: 'src/files/index.ts' }),
  bundle('almenara-overlay.js', { format: 'esm', minify: true }, { entry: 'src/overlay/index.ts' }),
  bundle('almenara-devices.js', { format: 'esm', minify: true }, { entry: 'src/devices/index.ts' }),
  bundle('almenara-testing.js', { format: 'esm', minify: true }, { entry: 'src/testing/index.ts' }),
  bundle('almenara-yjs.js', { format: 'esm', minify: true, external: ['yjs', 'y-protocols'] }, { entry: 'src/yjs/index.ts' }),
  bundle('almenara-trystero.js', { format: 'esm', minify: true, external: ['@trystero-p2p/core'] }, { entry: 'src/trystero/index.ts' }),
  bundle('almenara-inspector.js', { format: 'esm', minify: true }, { entry: 'src/inspector/index.ts' }),
  bundle('almenara-react.js', { format: 'esm', minify: true, external: ['react'], plugins: [besideTheCore] }, { entry: 'src/react/index.ts' }),
])
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' })

const served = readdirSync(dist).filter((file) => /^almenara.*\.(js|wasm)$/.test(file)).sort()
const integrity = Object.fromEntries(served.map((file) => {
  const digest = createHash('sha384').update(readFileSync(join(dist, file))).digest('base64')
  return [file, `sha384-${digest}`]
}))
writeFileSync(join(dist, 'integrity.json'), `${JSON.stringify({ version, files: integrity }, null, 2)}\n`)
