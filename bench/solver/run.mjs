// node bench/solver/run.mjs [rounds]: the rate of a thread that looks for nonces, ours and others', in Node and in Chromium.
import { createHash } from 'node:crypto'
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { cpus, loadavg, release, tmpdir, type } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { wasm } from '../../js-sdk/scripts/wasm.mjs'

const MS = 100
const ROUNDS = Number(process.argv[2] ?? 31)
if (!Number.isInteger(ROUNDS) || ROUNDS < 1) throw new Error('usage: node bench/solver/run.mjs [rounds]')

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const version = (name) => JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version

/** The Chromium of this machine: that of the variable CHROMIUM, else the first in PATH. */
function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const places = (process.env.PATH ?? '').split(delimiter)
  const found = [process.env.CHROMIUM, ...names.flatMap((name) => places.map((place) => join(place, name)))].find((path) => {
    try {
      if (path) accessSync(path, constants.X_OK)
      return Boolean(path)
    } catch {
      return false
    }
  })
  if (!found) throw new Error('No Chromium was found: install the package chromium, or set CHROMIUM to the program.')
  return found
}

async function inNode(file) {
  const { each, measure } = await import(pathToFileURL(file).href)
  const native = each((bytes) => createHash('sha256').update(bytes).digest())
  return measure({ simd: wasm('simd'), scalar: wasm('scalar') }, ROUNDS, MS, { 'node:crypto, createHash': native })
}

async function inChromium(file) {
  const server = createServer(({ url }, response) => {
    const script = url === '/measure.mjs'
    response.writeHead(200, { 'Content-Type': script ? 'text/javascript' : 'text/html' })
    response.end(script ? readFileSync(file) : '<!doctype html><title>bench</title>')
  })
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  const browser = await chromium.launch({ executablePath: findChromium(), chromiumSandbox: false })
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${server.address().port}/`)
    const figures = await page.evaluate(async ({ simd, scalar, rounds, ms }) => {
      const { measure } = await import('/measure.mjs')
      return measure({ simd: Uint8Array.from(simd), scalar: Uint8Array.from(scalar) }, rounds, ms)
    }, { simd: [...wasm('simd')], scalar: [...wasm('scalar')], rounds: ROUNDS, ms: MS })
    return { figures, version: browser.version() }
  } finally {
    await browser.close()
    server.close()
  }
}

const sorted = (rates) => rates.toSorted((one, other) => one - other)
const best = (rates) => sorted(rates).at(-1)
const load = () => loadavg()[0].toFixed(1)

// What else the machine does takes from a round and never adds to it: the best round is the one that was disturbed least.
function table(title, figures) {
  const first = best(figures[0].rates)
  console.log(`\n${title}\n\n| one thread | MH/s, best round | middle | least | ours with SIMD is faster by |\n|---|---|---|---|---|`)
  for (const { name, rates } of figures) {
    const cells = [best(rates), sorted(rates)[rates.length >> 1], sorted(rates)[0]].map((each) => each.toFixed(each < 1 ? 3 : 2))
    console.log(`| ${[name, ...cells, (first / best(rates)).toFixed(1)].join(' | ')} |`)
  }
}

const folder = mkdtempSync(join(tmpdir(), 'almenara-bench-'))
try {
  const file = join(folder, 'measure.mjs')
  await build({ entryPoints: [join(root, 'solver/measure.ts')], bundle: true, format: 'esm', target: 'es2022', outfile: file, logLevel: 'error' })
  const before = load()
  const node = await inNode(file)
  const page = await inChromium(file)
  console.log(`Machine: ${cpus()[0].model}, ${cpus().length} cores, ${type()} ${release()}; load before ${before}, after ${load()}`)
  console.log(`Others: ${['@noble/hashes', 'hash-wasm'].map((name) => `${name} ${version(name)}`).join(', ')}`)
  console.log(`${ROUNDS} rounds of ${MS} ms for each, taken in turns after one that does not count.`)
  if (Math.max(before, load()) > 0.5) console.log('The machine had other work: the best round is closer to what a thread can do than the middle one.')
  table(`Node ${process.versions.node} (V8 ${process.versions.v8})`, node)
  table(`Chromium ${page.version}, headless`, page.figures)
} finally {
  rmSync(folder, { recursive: true })
}
