// Writes docs/vectors/seal.json anew.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url))
const { outputFiles: [module] } = await build({ entryPoints: [path('test/seal/makevectors.ts')], bundle: true, write: false, format: 'esm', platform: 'node', target: 'node20' })
const { vectors } = await import(`data:text/javascript;base64,${Buffer.from(module.contents).toString('base64')}`)
writeFileSync(path('../docs/vectors/seal.json'), await vectors())
