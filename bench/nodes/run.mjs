// node bench/nodes/run.mjs: who meets at which nodes, in a mesh of a thousand nodes that come and go, without a browser. It writes docs/nodes.svg.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, release, tmpdir, type } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { head, percent, row, whole } from '../table.mjs'
import { plot } from './plot.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const kilobytes = (bytes) => `${(bytes / 1_024).toFixed(0)} KiB`

function print(all) {
  head('pairs that share an honest node', 'pairs', 'nodes each holds', 'when the later has joined', 'while both are there', 'were the best node gone this moment', 'a second after it was killed', 'after 5 s', 'after 20 s')
  for (const { name, course } of all) {
    for (const held of [0, 1, 2]) {
      const { met, always, without, healing } = course
      row([held === 0 ? name : '', held === 0 ? whole(course.pairs) : '', held + 1, ...[met, always, without, healing[1], healing[5], healing[20]].map((shares) => percent(shares[held]))])
    }
  }
  head('a page', 'nodes asked by the first look-up', 'of them silent or gone', 'at most', 'bytes', 'seconds', 'requests an hour', 'bytes an hour')
  for (const { name, course: { first, hourly } } of all) {
    row([name, first.requests.toFixed(1), first.failed.toFixed(1), first.most, kilobytes(first.bytes), first.seconds.toFixed(1), whole(hourly.requests), kilobytes(hourly.bytes)])
  }
  const { rooms } = all[0].course.load
  console.log(`\nRooms at a node, by the mean: ${rooms.at(-1).toFixed(2)} at the most, ${rooms[0].toFixed(2)} at the least.`)
  head('load', 'requests of look-ups at a node, for each page', 'most', 'where pages begin', 'purchases at the cheapest fifth', 'at the dearest', 'at nodes that say 0, by their share')
  for (const { name, course: { load, purchases } } of all) {
    row([name, load.requests.mean.toFixed(3), load.requests.most.toFixed(3), load.requests.bootstrap.toFixed(2),
      percent(purchases.fifths[0]), percent(purchases.fifths[4]), purchases.free.toFixed(2)])
  }
}

const folder = mkdtempSync(join(tmpdir(), 'almenara-bench-'))
try {
  const file = join(folder, 'measure.mjs')
  await build({ entryPoints: [join(root, 'nodes/measure.ts')], bundle: true, platform: 'node', format: 'esm', target: 'node20', outfile: file, logLevel: 'error' })
  const { courses } = await import(pathToFileURL(file).href)
  const began = process.hrtime.bigint()
  const all = []
  for (const { name, run } of courses) {
    all.push({ name, course: await run() })
    console.error(`${name}: done`)
  }
  console.log(`Node ${process.versions.node}, ${cpus()[0].model}, ${type()} ${release()}; it took ${whole(Number(process.hrtime.bigint() - began) / 1e9)} s`)
  print(all)
  writeFileSync(join(dirname(root), 'docs/nodes.svg'), plot(all))
} finally {
  rmSync(folder, { recursive: true })
}
