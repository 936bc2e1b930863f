// Builds the solver into a folder: its own bundle, the script of its workers, and two WebAssembly modules. They find each other by their names.
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.mjs'
import { wasm } from './wasm.mjs'

const source = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src/pow')

export async function buildSolver(folder, banner = {}) {
  const part = (entry, outfile) => bundle(join(source, entry), join(folder, outfile), { banner })
  await Promise.all([part('index.ts', 'almenara-pow.js'), part('worker.ts', 'almenara-pow-worker.js')])
  writeFileSync(join(folder, 'almenara-pow.simd.wasm'), wasm('simd'))
  writeFileSync(join(folder, 'almenara-pow.wasm'), wasm('scalar'))
}
