// Builds the module for sealed rooms into a folder, and what it fetches when that is needed: what makes secrets of passwords, and what joins those who know each other.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const source = join(root, 'src/seal')
/** Whoever passes hash-wasm on passes its licence on. */
const licence = `/*! hash-wasm\n${readFileSync(join(root, 'node_modules/hash-wasm/LICENSE'), 'utf8').trim()}\n*/`

const files = { './argon2.js': './almenara-argon2.js', './known/index.js': './almenara-known.js' }

const apart = {
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\// }, ({ path, kind }) => kind === 'dynamic-import' && files[path] ? { path: files[path], external: true } : undefined)
  },
}

export async function buildSeal(folder, banner = {}) {
  const part = (entry, outfile, more) => bundle(join(source, entry), join(folder, outfile), { banner, ...more })
  await Promise.all([
    part('index.ts', 'almenara-seal.js', { plugins: [apart] }),
    part('known/index.ts', 'almenara-known.js'),
    part('argon2.ts', 'almenara-argon2.js', { legalComments: 'none', footer: { js: licence } }),
  ])
}
