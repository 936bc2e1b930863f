import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { expect, test } from '@playwright/test'
import { WebSocket } from 'ws'
import { Gateway } from '../support/gateway.js'
import { cluster } from '../support/shared.js'
import { relayOf, TrysteroPage } from '../support/trystero-page.js'

const [first, second, third] = cluster.urls as [string, string, string]

test.describe.configure({ timeout: 240_000 })

for (const password of [undefined, 'a word that both know']) {
  test(`trystero, a strategy on its core ${password === undefined ? 'without' : 'with'} a password: pages on two nodes meet and exchange actions`, async ({ browser }) => {
    const room = randomUUID()
    const one = await TrysteroPage.join(browser, 'stock', [first], room, password)
    const two = await TrysteroPage.join(browser, 'stock', [second], room, password)
    await one.expectMet(two)
    await two.expectMet(one)
    await one.say('hello', two)
    await two.say('hi', one)
    await two.close()
    await one.expectMet()
    await one.close()
  })
}

test('almenara/trystero and a strategy on the core meet, in three pages on three nodes', async ({ browser }) => {
  const room = randomUUID()
  const one = await TrysteroPage.join(browser, 'almenara', [first], room)
  const two = await TrysteroPage.join(browser, 'stock', [second], room)
  const three = await TrysteroPage.join(browser, 'almenara', [third, first], room)
  await one.expectMet(two, three)
  await two.expectMet(one, three)
  await three.say('hello', one, two)
  for (const page of [one, two, three]) await page.close()
})

test('almenara/trystero: whose connection is cut is at the next node, its links stand, and a newcomer finds it', async ({ browser }) => {
  const room = randomUUID()
  const gateway = await Gateway.to(first)
  try {
    const one = await TrysteroPage.join(browser, 'almenara', [gateway.url, third], room)
    const two = await TrysteroPage.join(browser, 'almenara', [second], room)
    await one.expectMet(two)
    gateway.cut()
    const three = await TrysteroPage.join(browser, 'almenara', [second], room)
    await three.expectMet(one, two)
    await one.say('still there', two, three)
    expect(await one.met()).toEqual([two.self, three.self].sort())
    for (const page of [one, two, three]) await page.close()
  } finally {
    await gateway.close()
  }
})

test('the frames of a plain client go to subscribers at all nodes, and not to others', async () => {
  const sockets = await Promise.all([first, second, third].map(async (node) => {
    const socket = new WebSocket(relayOf(node))
    const heard: unknown[] = []
    socket.on('message', (data) => heard.push(JSON.parse(String(data))))
    await once(socket, 'open')
    const say = (message: object): void => socket.send(JSON.stringify(message))
    return { socket, heard, say }
  }))
  const [one, two, three] = sockets as [typeof sockets[0], typeof sockets[0], typeof sockets[0]]
  const topic = randomUUID()
  for (const { say } of [one, two]) say({ type: 'subscribe', topic })
  // Each subscription is in force once the subscriber hears itself.
  for (const { say, heard } of [one, two]) await expect.poll(() => { say({ type: 'publish', topic, payload: 'there?' }); return heard.length }).toBeGreaterThan(0)
  three.say({ type: 'publish', topic, payload: JSON.stringify({ peerId: 'three' }) })
  for (const { heard } of [one, two]) await expect.poll(() => heard).toContainEqual({ topic, payload: '{"peerId":"three"}' })
  expect(three.heard).toEqual([])
  for (const { socket } of sockets) socket.close()
})
