// node bench/servers/run.mjs [--quick] [--rounds N] [--seconds N] [--warm N] [--connections N,N] [--parts contests,idle,growth,cluster] [--from FILE]: our server beside those it stands in for.
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
    quick: { type: 'boolean', default: false }, rounds: { type: 'string' }, seconds: { type: 'string' }, warm: { type: 'string' }, connections: { type: 'string' }, parts: { type: 'string' }, from: { type: 'string' },
  },
})
const chosen = values.parts?.split(',') ?? (values.quick ? ['contests', 'idle'] : PARTS)
const [rounds, seconds, warm] = values.quick ? [1, 2, 6] : [3, 10, 20]
const plan = {
  quick: values.quick, rounds: Number(values.rounds ?? rounds), seconds: Number(values.seconds ?? seconds), warm: Number(values.warm ?? warm), rate: 500,
  connections: (values.connections ?? (values.quick ? '200' : '2000,10000')).split(',').map(Number),
}
if (!chosen.every((part) => PARTS.includes(part)) || ![plan.rounds, plan.seconds, plan.warm, ...plan.connections].every((number) => number >= 1)) {
  throw new Error(`usage: node bench/servers/run.mjs [--quick] [--rounds N] [--seconds N] [--warm N] [--connections N,N] [--parts ${PARTS}] [--from FILE]`)
}
/** At a fixed rate little happens, so it is watched for longer. */
plan.rateSeconds = values.quick ? plan.seconds : 2 * plan.seconds

async function measure() {
  build()
  const began = performance.now()
  const machine = { processor: cpus()[0].model, cores: cpus().length, memory: totalmem(), system: `${type()} ${release()}`, loadBefore: loadavg()[0] }
  const results = { date: new Date().toISOString(), plan, node: process.version, jdk: jdkVersion(), machine }
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `results-${results.date.replaceAll(':', '-')}.json`)
  // Whatever comes of the next part, those before it are kept.
  for (const part of chosen) {
    results[part] = await parts[part](plan)
    machine.loadAfter = loadavg()[0]
    results.seconds = (performance.now() - began) / 1000
    writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`)
  }
  console.log(`All figures: ${file}\n`)
  return results
}

const results = values.from ? JSON.parse(readFileSync(values.from, 'utf8')) : await measure()
report(results)
if (!results.plan.quick && PARTS.every((part) => results[part])) writeFileSync(join(root, 'docs/servers.svg'), plot(results))
process.exitCode = faults(results).length ? 1 : 0
