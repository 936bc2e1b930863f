// Builds the solver into a folder: its own bundle, the script of its workers, and two WebAssembly modules. They find each other by their names.
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { wasm } from './wasm.mjs'

const source = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src/pow')

export async function buildSolver(folder, banner = {}) {
  const bundle = (entry, outfile) => build({
    entryPoints: [join(source, entry)],
    outfile: join(folder, outfile),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    minify: true,
    sourcemap: 'linked',
    banner,
  })
  await Promise.all([bundle('index.ts', 'almenara-pow.js'), bundle('worker.ts', 'almenara-pow-worker.js')])
  writeFileSync(join(folder, 'almenara-pow.simd.wasm'), wasm('simd'))
  writeFileSync(join(folder, 'almenara-pow.wasm'), wasm('scalar'))
}
