// node bench/overlay/run.mjs [sizes...]: overlays of 100, 1,000 and 10,000 peers that grow, talk, shrink and fail, without a browser. With the sizes of the plot it writes docs/overlay.svg.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, release, tmpdir, type } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { build } from 'esbuild'
import { head, percent, row, whole } from '../table.mjs'
import { plot } from './plot.mjs'

const SIZES = [100, 1_000, 10_000]
const DEGREE = 6
const SEED = 1

const given = process.argv.slice(2).map(Number)
if (given.some((size) => !Number.isInteger(size) || size < 10)) throw new Error('usage: node bench/overlay/run.mjs [sizes, each 10 at least]')
const sizes = given.length > 0 ? given : SIZES

const root = dirname(dirname(fileURLToPath(import.meta.url)))
setFlagsFromString('--expose-gc')
globalThis.gc = runInNewContext('gc')

const after = (seconds) => seconds === Infinity ? 'not in a minute' : `${seconds} s`

function print({ size, phases, healing, cost, perSecond, memory, seconds }) {
  console.log(`\n#### ${whole(size)} peers`)
  head('', 'peers', 'parts', 'largest part', 'diameter', 'mean way', 'degree, mean', 'most', 'messages a broadcast', 'a copy', 'reached', 'least')
  for (const { name, shape, talk } of phases) {
    row([name, whole(shape.peers), shape.parts, percent(shape.largest / shape.peers), shape.diameter, shape.meanWay.toFixed(2), shape.meanDegree.toFixed(2), shape.mostDegree,
      whole(talk.messages), talk.perCopy.toFixed(2), percent(talk.reached), percent(talk.leastReached)])
  }
  head('after', 'one part again', '99 % have their links again')
  for (const each of healing) row([each.name, after(each.whole), after(each.full)])
  console.log(`\nA join: ${cost.joins.toFixed(2)} joins, ${cost.claims.toFixed(2)} claims and ${cost.offers.toFixed(2)} offers at the node, which tells ${cost.events.toFixed(0)} events; `
    + `${cost.messages.toFixed(0)} messages of ${whole(cost.bytes / cost.messages)} bytes among peers, ${cost.links.toFixed(1)} links made; ${cost.seconds.toFixed(1)} s until the links are there.`)
  console.log(`At rest: ${perSecond.node.toFixed(2)} commands a second at the node, ${perSecond.messages.toFixed(2)} messages a second from each peer. Memory: ${whole(memory / 1024)} KiB a peer, the network's share included. It took ${seconds.toFixed(0)} s.`)
}

const folder = mkdtempSync(join(tmpdir(), 'almenara-bench-'))
try {
  const file = join(folder, 'measure.mjs')
  await build({ entryPoints: [join(root, 'overlay/measure.ts')], bundle: true, platform: 'node', format: 'esm', target: 'node20', outfile: file, logLevel: 'error' })
  const { course } = await import(pathToFileURL(file).href)
  console.log(`Node ${process.versions.node}, ${cpus()[0].model}, ${type()} ${release()}; degree ${DEGREE}, seed ${SEED}`)
  const courses = sizes.map((size) => {
    const each = course(size, DEGREE, SEED)
    print(each)
    return each
  })
  if (given.length === 0) writeFileSync(join(dirname(root), 'docs/overlay.svg'), plot(courses))
} finally {
  rmSync(folder, { recursive: true })
}
