// The parts of a run. Each starts the servers it needs, and ends them.
import { deployFloor, speaks, startOwn } from './own.mjs'
import { memory, talk, warmUp } from './measure.mjs'
import { startReference } from './references.mjs'
import { FLOOR } from './report.mjs'
import { CONTESTS, growingMembers, growingRooms, IDLE, NATIVE } from './scenarios.mjs'

/** Connections by which a server is warmed up before its memory is measured. */
const WARM_CONNECTIONS = 500
/** What 100,000 rooms take, with 200,000 members who talk. */
const LARGE_HEAP = { ALMENARA_HEAP: '2g' }

const say = (text) => process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`)

async function using(start, work) {
  const server = await start()
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}

/** Rounds in which everybody takes turns, the order turned around each time. `warmth`: the crowd that warms up the server, when it is another one. */
async function rounds(count, entrants, plan) {
  const results = entrants.map(({ crowd, server }) => ({ id: crowd.id, what: crowd.what, at: crowd.at, server: server.name, rounds: [] }))
  for (const { server, crowd, warmth } of entrants) await warmUp(server, warmth ?? crowd, plan.warm)
  for (let round = 0; round < count; round++) {
    const order = entrants.map((_, index) => index)
    for (const index of round % 2 ? order.reverse() : order) {
      const { server, crowd } = entrants[index]
      const found = await talk(server, crowd, plan)
      say(`${crowd.what ?? crowd.at}, ${server.name}: ${found.fault ?? `${found.most.perMessage.toFixed(1)} µs, ${Math.round(found.most.rate)}/s${found.most.fault ? ` (${found.most.fault})` : ''}`}`)
      results[index].rounds.push(found)
    }
  }
  return results
}

/** Ours and theirs, and the floor, in one run. */
export function contests(plan) {
  return using(() => startOwn(1), async (own) => {
    const floor = await deployFloor(own)
    const results = []
    for (const crowd of CONTESTS.filter(({ quick }) => quick || !plan.quick)) {
      const spoken = await speaks(own, crowd.path)
      if (!spoken) say(`${crowd.what}: our server does not speak it`)
      results.push(...await using(() => startReference(crowd.protocol), (reference) => rounds(plan.rounds, [
        ...spoken ? [{ server: own, crowd }] : [], { server: reference, crowd }, ...crowd.floor ? [{ server: floor, crowd: { ...crowd, protocol: 'floor' } }] : [],
      ], plan)))
    }
    const native = NATIVE.filter(({ quick }) => quick || !plan.quick).map((crowd) => ({ server: own, crowd }))
    return [...results, ...await rounds(plan.rounds, native, plan)]
  })
}

/** What an idle connection takes; each server is started for it alone. */
export async function idle(plan) {
  const results = []
  for (const { members, ...crowd } of IDLE.filter(({ id }) => !plan.quick || id === 'y-webrtc')) {
    const starts = [() => startOwn(1), ...crowd.id === 'native' ? [async () => deployFloor(await startOwn(1))] : [() => startReference(crowd.id)]]
    for (const start of starts) results.push(...await using(start, (server) => idleOf(server, crowd, members, plan)))
  }
  return results
}

async function idleOf(server, crowd, members, { connections }) {
  if (server.pids && !await speaks(server, server.name === FLOOR ? '/floor/' : crowd.path)) return []
  const protocol = server.name === FLOOR ? 'floor' : crowd.protocol
  const of = (count) => ({ ...crowd, protocol, seating: { rooms: count / members, members } })
  await memory(server, of(WARM_CONNECTIONS))
  const results = []
  for (const count of connections) {
    const found = await memory(server, of(count))
    say(`${crowd.what}, ${server.name}, ${count} connections: ${found.fault ?? `${Math.round(found.resident)} B`}`)
    results.push({ id: crowd.id, what: crowd.what, server: server.name, connections: count, ...found })
  }
  return results
}

/** How cost grows with members and with rooms, on one node. */
export async function growth(plan) {
  const few = (all) => plan.quick ? all.filter((_, index) => index % 3 === 0) : all
  const talks = { ...plan, rateSeconds: 0 }
  const byMembers = await using(() => startOwn(1, LARGE_HEAP), async (own) => {
    const measured = async (crowds) => rounds(plan.rounds, few(crowds).map((crowd) => ({ server: own, crowd })), talks)
    return { members: await measured(growingMembers('native', '/')), foreign: await measured(growingMembers('y-webrtc', '/y-webrtc')) }
  })
  return { ...byMembers, rooms: await growthByRooms(few(growingRooms(plan.quick ? 100 : 100_000)), talks) }
}

/** Rooms that were left are cleared away for minutes: each number of them has a server that has had none, but for those that have warmed it up. */
async function growthByRooms(crowds, plan) {
  const warmth = growingMembers('native', '/')[0]
  const results = []
  for (const crowd of crowds) results.push(...await using(() => startOwn(1, LARGE_HEAP), (server) => rounds(1, [{ server, crowd, warmth }], plan)))
  return results
}

/** The native protocol on one node, two and three: what replication costs. Members of a room are on all of them. */
export async function cluster(plan) {
  const results = []
  for (const nodes of [1, 2, 3]) {
    results.push(...await using(() => startOwn(nodes), (own) => rounds(plan.rounds, NATIVE.map((crowd) => ({ server: own, crowd: { ...crowd, at: nodes } })), plan)))
  }
  return results
}
