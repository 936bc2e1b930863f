// What Maven calls: npm, unless what it would make is newer than what it is made of.
import { execSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const path = (name) => join(root, name)
const run = (command) => execSync(command, { cwd: root, stdio: 'inherit' })

/** When the newest file in these files and folders was changed. */
function newest(...names) {
  return Math.max(...names.map((name) => {
    const stats = statSync(path(name))
    if (!stats.isDirectory()) return stats.mtimeMs
    return newest(...readdirSync(path(name)).map((entry) => join(name, entry)), 'package.json')
  }))
}

function changedAt(name) {
  return existsSync(path(name)) ? statSync(path(name)).mtimeMs : 0
}

const phases = {
  install() {
    if (newest('package.json', 'package-lock.json') > changedAt('node_modules/.package-lock.json')) run('npm ci --no-audit --no-fund')
  },
  build() {
    const sources = newest('src', 'scripts', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json')
    if (sources > changedAt('dist/integrity.json')) run('npm run build')
  },
  test() {
    run('npm test')
    run('npm run check')
  },
}
phases[process.argv[2]]()
