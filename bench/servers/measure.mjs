// What is measured of one server with one crowd of clients.
import { cpus } from 'node:os'
import { cpuOf, machineCpu } from '../process.mjs'
import { Generator } from './generator.mjs'

/** Shares of a core or of the machine from which on it is what bounds a rate. */
const BUSY = 0.9
/** Milliseconds that the hundredth part of the turns may be late: more, and it is no fixed rate. */
const LATE_MS = 5
/** Share of the machine that others may take before a figure is called disturbed. */
const OTHERS = 0.1
const SETTLE_SECONDS = 0.5
const WARM_SECONDS = 1
/** A server is warm when a message costs more than this share of what it cost before. */
const STEADY = 0.9
/** Halves of a warm-up that are waited for at most. */
const MOST_HALVES = 20

/** Does something with the generator, and tells what the server, the generator and everybody else used meanwhile, in cores. */
async function watched(server, generator, work) {
  const before = [server.cpu(), cpuOf(generator.pid), machineCpu()]
  const began = performance.now()
  const answer = await work()
  const seconds = (performance.now() - began) / 1000
  const [own, load, all] = [server.cpu(), cpuOf(generator.pid), machineCpu()].map((after, index) => after - before[index])
  return { ...answer, serverSeconds: own, server: own / seconds, generator: load / seconds, others: Math.max(0, all - own - load) / seconds / cpus().length }
}

/** Why there is no figure, or nothing. */
function fault(answer) {
  if (answer.trouble) return `${answer.trouble} wrong, first: ${answer.first}`
  if (answer.delivered !== answer.expected) return `${answer.expected - answer.delivered} of ${answer.expected} lost`
  return undefined
}

/** What kept the rate from being higher. */
function bound(server, answer) {
  if (answer.cpu / answer.seconds >= BUSY) return 'generator'
  if (answer.server >= BUSY * server.cores) return 'server'
  if (answer.server + answer.generator >= BUSY * cpus().length) return 'machine'
  return answer.others > OTHERS ? 'other load' : 'window'
}

function figures(server, answer) {
  const per = answer.serverSeconds * 1e6 / answer.delivered
  return {
    perMessage: per, rate: answer.delivered / answer.seconds, p50: answer.p50, p99: answer.p99, most: answer.most, late: answer.late, delivered: answer.delivered,
    server: answer.server, generator: answer.generator, others: answer.others, disturbed: answer.others > OTHERS, bound: bound(server, answer), fault: fault(answer),
  }
}

/** At a fixed rate; where the generator was late there is no figure. */
async function atRate(server, generator, options) {
  const found = figures(server, await watched(server, generator, () => generator.talk(options)))
  return { ...found, fault: found.fault ?? (found.late > LATE_MS ? `the load generator was late by ${found.late.toFixed(1)} ms` : undefined) }
}

/** As fast as it goes; where the generator was the bottleneck there is no figure. */
async function atMost(server, generator, options) {
  const found = figures(server, await watched(server, generator, () => generator.talk(options)))
  return { ...found, fault: found.fault ?? (found.bound === 'generator' ? 'the load generator was the bottleneck' : undefined) }
}

/** A crowd that has sat down, and what that cost. */
async function seated(server, { protocol, path, seating }) {
  const generator = new Generator()
  const opened = await watched(server, generator, () => generator.open(protocol, server.urls(path), seating))
  const connections = seating.connections ?? seating.rooms * seating.members
  await generator.idle(SETTLE_SECONDS)
  return { generator, opened: { connections, seconds: opened.seconds, perCpuSecond: connections / opened.serverSeconds, server: opened.server, fault: opened.trouble ? fault(opened) : undefined } }
}

/** Has a server compile what it needs, before anything is measured: for so many seconds at least, and until a message costs hardly less than in the half before. */
export async function warmUp(server, crowd, seconds) {
  const { generator, opened } = await seated(server, crowd)
  try {
    for (let half = 0, cost = Infinity; !opened.fault && half < MOST_HALVES; half++) {
      const { perMessage } = figures(server, await watched(server, generator, () => generator.talk({ seconds: seconds / 2, window: crowd.window })))
      if (perMessage > STEADY * cost) return
      cost = perMessage
    }
  } finally {
    await generator.end()
  }
}

/** Throughput, and times at a fixed rate, once each, after the generator has warmed up. */
export async function talk(server, crowd, { seconds, rate, rateSeconds }) {
  const { generator, opened } = await seated(server, crowd)
  try {
    if (opened.fault) return { fault: opened.fault }
    await generator.talk({ seconds: WARM_SECONDS, window: crowd.window })
    const most = await atMost(server, generator, { seconds, window: crowd.window })
    const idle = await watched(server, generator, () => generator.idle(1))
    const fixed = rateSeconds && await atRate(server, generator, { rate, seconds: rateSeconds })
    return { opened, most, idle: idle.server, fixed }
  } finally {
    await generator.end()
  }
}

/** Bytes for each of so many idle connections, and how many a second of processor can open. */
export async function memory(server, crowd) {
  await server.heap()
  const before = { resident: server.resident(), heap: server.heap() }
  const { generator, opened } = await seated(server, crowd)
  try {
    if (opened.fault) return { fault: opened.fault }
    const [heap, resident] = [server.heap(), server.resident()]
    const each = (after, then) => after === undefined ? undefined : (after - then) / opened.connections
    return { opened, resident: each(resident, before.resident), heap: each(heap, before.heap) }
  } finally {
    await generator.end()
  }
}
