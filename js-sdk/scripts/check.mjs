// What has to hold besides the tests: types, calls that must not compile, sizes, and a package that others can use.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { mangled } from './minified.mjs'

const BUDGET = 12 * 1024
// What a page fetches before it can pay: the purse with the solver, its worker and one module.
const SOLVER_BUDGET = 11 * 1024
const STATE_BUDGET = 5 * 1024
// With what it takes of the keys of sealed rooms.
const MIRROR_BUDGET = 4.5 * 1024
// What a page knows of the mesh, the DHT behind it, and what keeps rooms at the best nodes.
const NODES_BUDGET = 14.5 * 1024
const ACTIONS_BUDGET = 7 * 1024
const FILES_BUDGET = 8 * 1024
// Sealed rooms, with what stands between them and signaling; and, only for a password, Argon2.
const SEAL_BUDGET = 11.25 * 1024
// Who knows whom: only with contacts.
const KNOWN_BUDGET = 5.5 * 1024
const ARGON2_BUDGET = 12.5 * 1024
// With what makes an overlay of a room's links.
const OVERLAY_BUDGET = 7.5 * 1024
const DEVICES_BUDGET = 2.5 * 1024
const TESTING_BUDGET = 10.5 * 1024
const REACT_BUDGET = 1.5 * 1024
const YJS_BUDGET = 4.5 * 1024
const TRYSTERO_BUDGET = 2.5 * 1024
const INSPECTOR_BUDGET = 10 * 1024
const LINES = 300

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tool = (name, ...args) => execFileSync(process.execPath, [join(root, 'node_modules', name), ...args], { cwd: root, stdio: 'inherit' })

/** Every TypeScript file below a folder. */
function sources(folder) {
  return readdirSync(join(root, folder), { recursive: true }).filter((file) => /\.tsx?$/.test(file)).map((file) => join(folder, file))
}

function lines() {
  const long = ['src', 'test', 'examples'].flatMap(sources).filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length - 1 > LINES)
  if (long.length > 0) throw new Error(`more than ${LINES} lines: ${long.join(', ')}`)
}

function words() {
  const loose = sources('src').filter((file) => {
    const code = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    return /(:|\bas|<) ?any\b/.test(code)
  })
  if (loose.length > 0) throw new Error(`"any" in ${loose.join(', ')}`)
}

function size(budget, ...files) {
  const bytes = files.map((file) => gzipSync(readFileSync(join(root, 'dist', file)), { level: 9 }).length).reduce((sum, each) => sum + each)
  console.log(`${files.join(', ')}: ${bytes} of ${budget} bytes (gzip)`)
  if (bytes > budget) throw new Error(`${files.join(', ')} take ${bytes} bytes`)
}

/** The fields and methods that a declaration file names, or one type in it: of the API, or of what goes over the wire. */
function fields(file, type = '') {
  let code = readFileSync(join(root, 'dist', file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*|export type RoomEvents[\s\S]*?\n};/g, '')
  if (type !== '') code = code.slice(code.indexOf(type)).split('\n}')[0]
  // Parameters are names of nobody's.
  for (let before = ''; before !== code;) [before, code] = [code, code.replace(/\((?:[^()]|\(\))+\)/g, '()')]
  return [...code.matchAll(/(\w+)(?:<.*>)?\??[:(]/g)].map(([, name]) => name)
}

/** A name that others know must not be shortened: applications, other peers, and the files that are fetched when they are needed. The types of messages are keys of a table, so they count as well. */
function names() {
  const types = [...readFileSync(join(root, 'dist/messages.d.ts'), 'utf8').matchAll(/'([\w-]+)'/g)].map(([, name]) => name)
  const known = new Set([
    ...types, ...fields('clock.d.ts', 'interface Clock'), ...fields('host.d.ts', 'interface LinkMessage'), ...fields('session.d.ts', 'interface RoomSignaling'), ...fields('session.d.ts', 'interface NodeMesh'), ...fields('negotiation.d.ts', 'interface NegotiationMessage'),
    ...['messages', 'room', 'events', 'purse', 'transport', 'relays', 'media', 'offers', 'connections', 'sealing', 'mesh', 'meshhost', 'peer', 'options', 'path', 'errors'].flatMap((name) => fields(`${name}.d.ts`)),
  ])
  const wrong = mangled.filter((name) => known.has(name))
  if (wrong.length > 0) throw new Error(`shortened, though others know them: ${wrong.join(', ')}`)
}

/** The declarations of every sub-path, as an application has them that checks its libraries too: what they export has to be in them, and not stripped as internal. */
function declarations() {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const files = Object.values(exports).flatMap(({ types }) => types ?? [])
  tool('typescript/bin/tsc', '--ignoreConfig', '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2023,dom,dom.iterable,dom.asynciterable', '--types', '', ...files)
}

lines()
words()
tool('typescript/bin/tsc', '-p', 'tsconfig.json')
tool('typescript/bin/tsc', '-p', 'test/types/tsconfig.json')
execFileSync(process.execPath, [join(root, 'scripts/reference.mjs'), '--check'], { stdio: 'inherit' })
execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' })
declarations()
names()
size(BUDGET, 'almenara.min.js')
size(STATE_BUDGET, 'almenara-state.js')
size(MIRROR_BUDGET, 'almenara-mirror.js')
size(NODES_BUDGET, 'almenara-nodes.js')
size(ACTIONS_BUDGET, 'almenara-actions.js')
size(FILES_BUDGET, 'almenara-files.js')
size(OVERLAY_BUDGET, 'almenara-overlay.js')
size(DEVICES_BUDGET, 'almenara-devices.js')
size(TESTING_BUDGET, 'almenara-testing.js')
size(YJS_BUDGET, 'almenara-yjs.js')
size(TRYSTERO_BUDGET, 'almenara-trystero.js')
size(REACT_BUDGET, 'almenara-react.js')
size(INSPECTOR_BUDGET, 'almenara-inspector.js')
size(SOLVER_BUDGET, 'almenara-pow.js', 'almenara-pow-worker.js', 'almenara-pow.simd.wasm')
size(SEAL_BUDGET, 'almenara-seal.js')
size(KNOWN_BUDGET, 'almenara-known.js')
size(ARGON2_BUDGET, 'almenara-argon2.js')
tool('publint/src/cli.js', '--strict')
tool('@arethetypeswrong/cli/dist/index.js', '--pack', '.', '--profile', 'esm-only')
