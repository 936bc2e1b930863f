// node bench/servers/run.mjs [--quick] [--rounds N] [--seconds N] [--parts contests,idle,growth,cluster] [--from FILE]: our server beside those it stands in for.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from './generator.mjs'
import * as parts from './parts.mjs'
import { folder, jdkVersion, root } from './places.mjs'
import { plot } from './plot.mjs'
import { faults, report } from './report.mjs'

const PARTS = ['contests', 'idle', 'growth', 'cluster']
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false }, rounds: { type: 'string' }, seconds: { type: 'string' }, parts: { type: 'string' }, from: { type: 'string' },
  },
})
const chosen = values.parts?.split(',') ?? (values.quick ? ['contests', 'idle'] : PARTS)
const [rounds, seconds] = [Number(values.rounds ?? (values.quick ? 1 : 3)), Number(values.seconds ?? (values.quick ? 2 : 10))]
if (!chosen.every((part) => PARTS.includes(part)) || !(rounds >= 1) || !(seconds >= 1)) {
  throw new Error(`usage: node bench/servers/run.mjs [--quick] [--rounds N] [--seconds N] [--parts ${PARTS}] [--from FILE]`)
}
const plan = { quick: values.quick, rounds, seconds, warm: values.quick ? 6 : 20, rate: 500, rateSeconds: values.quick ? 2 : 20, connections: values.quick ? [200] : [2000, 10_000] }

async function measure() {
  build()
  const began = performance.now()
  const machine = { processor: cpus()[0].model, cores: cpus().length, memory: totalmem(), system: `${type()} ${release()}`, loadBefore: loadavg()[0] }
  const results = { date: new Date().toISOString(), plan, node: process.version, jdk: jdkVersion(), machine }
  for (const part of chosen) results[part] = await parts[part](plan)
  machine.loadAfter = loadavg()[0]
  results.seconds = (performance.now() - began) / 1000
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `results-${results.date.replaceAll(':', '-')}.json`)
  writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`)
  console.log(`All figures: ${file}\n`)
  return results
}

const results = values.from ? JSON.parse(readFileSync(values.from, 'utf8')) : await measure()
report(results)
if (!results.plan.quick && PARTS.every((part) => results[part])) writeFileSync(join(root, 'docs/servers.svg'), plot(results))
process.exitCode = faults(results).length ? 1 : 0
