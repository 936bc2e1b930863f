import { randomBytes } from 'node:crypto'
import { expect } from '@playwright/test'
import type { ClusterNode } from '../support/cluster.js'
import type { FaultyCluster } from './support/faulty-cluster.js'
import { test } from './support/fixtures.js'
import { GARBAGE } from './support/garbage.js'
import { Pair } from './support/pair.js'
import { RawClient } from '../support/raw-client.js'
import { newRoom } from '../support/room-page.js'
import { frame, RawSocket } from './support/raw-socket.js'

/** MiB by which the heap after a collection may be larger than before: rooms keep their logs for two minutes. */
const BOUND = 48
const MANY = 5000
/** Fewer than the commands that may wait for their turn. */
const AT_ONCE = 50

/** Lets somebody do harm at the node while two others talk; the figures of both. */
async function undisturbed(cluster: FaultyCluster, node: ClusterNode, harm: () => Promise<Record<string, string | number>>): Promise<Record<string, string | number>> {
  const elsewhere = cluster.nodes.find((other) => other !== node && other.alive) as ClusterNode
  const before = await cluster.heap(node)
  const pair = await Pair.begin(elsewhere.url, node.url)
  const done = await harm()
  const others = await pair.expectUndisturbed()
  const after = await cluster.heap(node)
  expect(after - before, `MiB of heap at ${node.name}, ${before} before and ${after} after`).toBeLessThan(BOUND)
  return { ...done, ...others, 'heap MiB before': before, 'heap MiB after': after, 'bound MiB': BOUND }
}

test('clients that stop reading are cut off, those over server-sent events too, and nobody else notices', async ({ cluster, figures }) => {
  test.setTimeout(120_000)
  await cluster.mend()
  const [node, elsewhere] = cluster.nodes
  await figures(await undisturbed(cluster, node, async () => {
    const room = newRoom()
    const { 'queue-overflows': overflows, connections } = await cluster.status(node)
    const sockets = await Promise.all(Array.from({ length: 8 }, () => RawSocket.upgraded(node.url, room)))
    await Promise.all(sockets.map((socket) => socket.join()))
    const streams = await Promise.all(Array.from({ length: 4 }, () => RawSocket.stream(node.url, room)))
    for (const each of [...sockets, ...streams]) each.stopReading()
    const publisher = await RawClient.join(elsewhere.url, room)
    const data = randomBytes(30_000).toString('base64')
    let published = 0
    await expect.poll(async () => {
      for (let i = 0; i < 5; i++, published++) expect(await publisher.command('signal', { data })).toMatchObject({ type: 'ok' })
      return (await cluster.status(node))['queue-overflows'] - overflows
    }, { timeout: 60_000, intervals: [10] }).toBe(sockets.length + streams.length)
    expect((await cluster.status(node)).connections).toBeLessThanOrEqual(connections)

    const [first] = sockets as [RawSocket]
    for (const each of sockets) each.readOn()
    await Promise.all(sockets.map((socket) => socket.end()))
    expect(sockets.map((socket) => socket.closeCode() ?? 'cut').filter((code) => code !== 1013 && code !== 'cut')).toEqual([])
    for (const each of streams) each.destroy()
    publisher.close()
    return { 'slow sockets': sockets.length, 'slow streams': streams.length, 'signals of 40 kB': published, 'first closed with': first.closeCode() ?? 'cut' }
  }))
})

test('whoever sends garbage is refused or closed by it, and nobody else notices', async ({ cluster, figures }) => {
  test.setTimeout(120_000)
  await cluster.mend()
  const [node] = cluster.nodes
  const ends: string[] = []
  const values = await undisturbed(cluster, node, async () => {
    await Promise.all(GARBAGE.map(async ({ name, open, send, expected }) => {
      const raw = await open(node.url)
      await send(raw)
      await raw.until(() => expected(raw))
      if (!expected(raw)) ends.push(`${name}: close code ${raw.closeCode()}, ${raw.texts().slice(-1).join('')}`)
      raw.destroy()
    }))
    return { 'kinds of garbage': GARBAGE.length }
  })
  await figures(values)
  expect(ends).toEqual([])
})

test('five thousand signals to a peer that is not there are refused one by one, and nobody else notices', async ({ cluster, figures }) => {
  test.setTimeout(120_000)
  await cluster.mend()
  const [node] = cluster.nodes
  const codes = new Map<string, number>()
  const values = await undisturbed(cluster, node, async () => {
    const client = await RawClient.join(node.url, newRoom())
    const began = Date.now()
    for (let sent = 0; sent < MANY; sent += AT_ONCE) {
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => client.command('signal', { to: 'a'.repeat(26), data: 'anybody?' })))
      for (const { type, code } of answers) codes.set(code ?? type, (codes.get(code ?? type) ?? 0) + 1)
    }
    client.close()
    return { ...Object.fromEntries(codes), 'refusals/s': Math.round(MANY / (Date.now() - began) * 1000) }
  })
  await figures(values)
  expect(Object.fromEntries(codes)).toEqual({ 'unknown-peer': MANY })
})

test('a client that sends five thousand commands and reads no answer gets them all, or is cut off, and nobody else notices', async ({ cluster, figures }) => {
  test.setTimeout(120_000)
  await cluster.mend()
  const [node] = cluster.nodes
  await figures(await undisturbed(cluster, node, async () => {
    const raw = await RawSocket.upgraded(node.url, newRoom())
    await raw.join()
    raw.stopReading()
    const ping = frame(JSON.stringify({ type: 'ping', ref: 'r'.repeat(64) }))
    for (let i = 0; i < MANY; i++) raw.write(ping)
    const spectator = await RawClient.join(node.url, newRoom())
    expect(await spectator.command('ping')).toMatchObject({ type: 'ok' })
    spectator.close()
    raw.readOn()
    const answers = (): number => raw.texts().filter((text) => text.includes('rrrr')).length
    await raw.until(() => raw.socket.writableLength === 0 && answers() === MANY)
    const count = answers()
    if (count < MANY) expect(raw.closeCode()).toBe(1013)
    raw.destroy()
    return { commands: MANY, answers: count, 'closed with': raw.closeCode() ?? 'nothing' }
  }))
})
