// The reference of every sub-path, from the comments in the sources, into reference/. What is exported without a comment, and a link that leads nowhere, fails.
// TypeDoc reads types by an API that TypeScript 7 does not have: it lives in a folder of its own with the TypeScript before.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, 'typedoc')
const installed = join(folder, 'node_modules/.package-lock.json')

/** Every sub-path of the package has its entry: one that was forgotten would have no reference. */
function complete() {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const { entryPoints } = JSON.parse(readFileSync(join(folder, 'typedoc.json'), 'utf8'))
  const wanted = Object.values(exports).flatMap(({ types }) => types ? [types.replace('./dist', '../src').replace('.d.ts', '.ts')] : [])
  const missing = wanted.filter((entry) => !entryPoints.includes(entry))
  if (missing.length > 0) throw new Error(`typedoc/typedoc.json has no entry for ${missing.join(', ')}`)
}

complete()
if (!existsSync(installed) || statSync(join(folder, 'package-lock.json')).mtimeMs > statSync(installed).mtimeMs) {
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' })
}
// With --check only the comments and the links are looked at.
const only = process.argv.includes('--check') ? ['--emit', 'none'] : []
execFileSync(process.execPath, [join(folder, 'node_modules/typedoc/bin/typedoc'), ...only], { cwd: folder, stdio: 'inherit' })
