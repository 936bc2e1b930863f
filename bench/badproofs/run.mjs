// node bench/badproofs/run.mjs [--url URL] [--rate N] [--seconds N]: what a flood of payments that prove nothing costs a node and its honest clients.
import { cpus, loadavg, release, type } from 'node:os'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { Client, closeSolver, Crowd, pause } from './honest.mjs'
import { cpu, payments, start } from './node.mjs'

const { values } = parseArgs({ options: { url: { type: 'string' }, rate: { type: 'string', default: '20000' }, seconds: { type: 'string', default: '60' } } })
const [rate, seconds] = [Number(values.rate), Number(values.seconds)]
if (!(rate > 0) || !(seconds > 0)) throw new Error('usage: node bench/badproofs/run.mjs [--url URL] [--rate N] [--seconds N]')

const THREADS = 2
const CONNECTIONS = 8
const HONEST = 40
const BASELINE_SECONDS = 20
const MOST_MS = 1000
const FLOODER = '127.0.0.2'
const OTHERS = '127.0.0.1'

async function flood(node, spent) {
  const options = { node, address: FLOODER, rate: rate / THREADS, connections: CONNECTIONS, spent }
  const workers = Array.from({ length: THREADS }, () => new Worker(new URL('./flood.mjs', import.meta.url), { workerData: options }))
  return async () => {
    const all = await Promise.all(workers.map((worker) => new Promise((resolve) => {
      worker.once('message', resolve)
      worker.postMessage('stop')
    })))
    const sum = (name) => all.reduce((total, each) => total + each[name], 0)
    const closed = {}
    for (const each of all) for (const [code, count] of Object.entries(each.closed)) closed[code] = (closed[code] ?? 0) + count
    return { sent: sum('sent'), opened: sum('opened'), closed, seconds: all[0].seconds }
  }
}

const quantile = (times, share) => times.length ? times[Math.min(times.length - 1, Math.ceil(times.length * share) - 1)] : NaN
const figures = ({ times, failed }) => `${times.length} ok, p50 ${quantile(times, 0.5).toFixed(1)} ms, p99 ${quantile(times, 0.99).toFixed(1)} ms, max ${(times.at(-1) ?? NaN).toFixed(1)} ms`
  + `, else ${JSON.stringify(failed)}`
const minus = (after, before) => Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)]).filter(([, value]) => value !== 0))

/** Honest posts for a while, with what the node needed meanwhile. */
async function posts(crowd, time) {
  const before = own && { cpu: cpu(), payments: await payments() }
  const began = performance.now()
  const posted = await crowd.post(time)
  const took = (performance.now() - began) / 1000
  return { ...posted, took, cpu: own && (cpu() - before.cpu) / took, payments: own && minus(await payments(), before.payments) }
}

const own = values.url ? undefined : await start()
const node = values.url ?? own.url
try {
  const before = loadavg()[0].toFixed(1)
  const [crowd, neighbours] = [await Crowd.join(node, OTHERS, HONEST), await Crowd.join(node, FLOODER, HONEST)]
  console.log(`Machine: ${cpus()[0].model}, ${cpus().length} cores, ${type()} ${release()}, which the node, the flood and the honest share`)
  console.log(`Honest: ${HONEST} clients of one address, ${HONEST} of the flood's own, each with a paid post every 4 s; price of a post ${crowd.effort} hashes`)
  const calm = await posts(crowd, BASELINE_SECONDS)
  console.log(`Without the flood: ${figures(calm)}`)
  const stop = await flood(node, await Client.spent(node, FLOODER))
  const [during, same, late] = await Promise.all([posts(crowd, seconds), neighbours.post(seconds), newcomer(seconds)])
  const flooded = await stop()
  console.log(`Flood: ${flooded.sent} payments in ${flooded.seconds.toFixed(1)} s, ${Math.round(flooded.sent / flooded.seconds)} a second (asked: ${rate}), over ${flooded.opened} connections, closed: ${JSON.stringify(flooded.closed)}`)
  if (own) {
    console.log(`Of them and the honest the node looked at: ${JSON.stringify(during.payments)}`)
    console.log(`Processor: ${((during.cpu - calm.cpu) * flooded.seconds / flooded.sent).toFixed(1)} us of the node for each, ${(during.cpu / 1e4).toFixed(0)} % of one core together, ${(calm.cpu / 1e4).toFixed(0)} % before`)
  }
  console.log(`Honest, elsewhere: ${figures(during)}`)
  console.log(`Honest members at the flood's address: ${figures(same)}`)
  console.log(`Somebody new at the flood's address: ${late}`)
  console.log(`Price: ${calm.effort} before, ${Math.max(during.effort, same.effort)} at most meanwhile; load of the machine ${before} before, ${loadavg()[0].toFixed(1)} after`)
  const held = quantile(during.times, 0.99) < MOST_MS
  console.log(held ? `p99 is under ${MOST_MS} ms.` : `p99 is not under ${MOST_MS} ms.`)
  process.exitCode = held ? 0 : 1
  const after = await newcomer(0)
  console.log(`Somebody new there, after the flood: ${after}`)
  crowd.close()
  neighbours.close()
} finally {
  closeSolver()
  await own?.stop()
}

/** What becomes of a join from the flood's address, begun in the middle of so many seconds: it comes again when it is told to, three times at most. */
async function newcomer(time) {
  await pause(time * 500)
  const client = await Client.open(node, FLOODER)
  const told = []
  for (let tries = 0; tries < 3; tries++) {
    const { answer, ms } = await client.buy('join', { type: 'join' })
    told.push(`${answer.code ?? answer.type} after ${ms.toFixed(0)} ms`)
    if (!answer.retryAfter) break
    await pause(answer.retryAfter)
  }
  client.close()
  return told.join(', ')
}
