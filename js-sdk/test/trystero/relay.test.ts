import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { WebSocket as Socket } from 'ws'
import { type Clock, systemClock } from '../../src/clock.js'
import { OPENING, PATIENCE, SILENCE, STEADY, WAITING } from '../../src/trystero/limits.js'
import { Nodes } from '../../src/trystero/nodes.js'
import { type Parts, Relay } from '../../src/trystero/relay.js'
import { RelayNode } from './node.js'

const nodes: RelayNode[] = []
const endings: (() => unknown)[] = []
const warnings: string[] = []

afterEach(async () => {
  for (const end of endings.splice(0)) end()
  await Promise.all(nodes.splice(0).map((node) => node.die()))
  warnings.length = 0
})

async function node(): Promise<RelayNode> {
  const opened = await RelayNode.open()
  nodes.push(opened)
  return opened
}

/** Nodes over one set of topics. */
async function cluster(count: number): Promise<RelayNode[]> {
  const shared = new Set<RelayNode>()
  const all = await Promise.all(Array.from({ length: count }, () => RelayNode.open(shared)))
  nodes.push(...all)
  return all
}

const parts = (more: Partial<Parts> = {}): Parts => ({
  clock: systemClock, backoff: () => 1, webSocket: Socket as unknown as typeof WebSocket, ...more,
})

function relay(urls: readonly string[], more: Partial<Parts> = {}): Relay {
  return new Relay(new Nodes(urls, (text) => void warnings.push(text)), parts(more))
}

/** What is heard on a topic from now on. */
function listen(to: Relay, topic: string): unknown[] {
  const heard: unknown[] = []
  endings.push(to.subscribe(topic, (_, payload) => heard.push(payload)))
  return heard
}

/** A clock whose hands are turned by hand. */
function handClock(): Clock & { turn(ms: number): void } {
  let now = 1
  const tasks = new Set<{ at: number; run: () => void }>()
  return {
    now: () => now,
    after(ms, run) {
      const task = { at: now + ms, run }
      tasks.add(task)
      return () => void tasks.delete(task)
    },
    turn(ms) {
      now += ms
      for (const task of [...tasks].filter(({ at }) => at <= now)) if (tasks.delete(task)) task.run()
    },
  }
}

const wait = { timeout: 20_000, interval: 5 }

test('who listens to a topic hears what is published to it at another node, and itself', async () => {
  const [one, two] = await cluster(2) as [RelayNode, RelayNode]
  const [ada, bob] = [relay([one.url]), relay([two.url])]
  const heard = [listen(ada, 'root'), listen(bob, 'root')]
  await vi.waitFor(() => expect([one.subscriptions, two.subscriptions]).toEqual([['root'], ['root']]), wait)
  ada.publish('root', '{"peerId":"ada"}')
  bob.publish('root', { peerId: 'bob' })
  await vi.waitFor(() => expect(heard.map((each) => each.map((payload) => JSON.stringify(payload)).sort())).toEqual(Array(2).fill(['"{\\"peerId\\":\\"ada\\"}"', '{"peerId":"bob"}'])), wait)
})

test('a node that dies is replaced by the next one, which learns of all topics and announcements, once', async () => {
  const [one, two] = await cluster(2) as [RelayNode, RelayNode]
  const ada = relay([one.url, two.url])
  const heard = listen(ada, 'root')
  listen(ada, 'self')
  ada.announce('root', 'first')
  ada.announce('root', 'here I am')
  await vi.waitFor(() => expect(heard.at(-1)).toBe('here I am'), wait)
  await one.die()
  await vi.waitFor(() => expect(two.said.map(({ type, topic, payload }) => `${type} ${topic} ${String(payload ?? '')}`.trim())).toEqual(['subscribe root', 'subscribe self', 'publish root here I am']), wait)
  await vi.waitFor(() => expect(heard).toEqual(['here I am', 'here I am']), wait)
  expect(ada.url).toBe(two.url)
  expect(warnings).toEqual([])
})

test('what was announced and withdrawn is told to no other node', async () => {
  const [one, two] = await cluster(2) as [RelayNode, RelayNode]
  const ada = relay([one.url, two.url])
  listen(ada, 'root')
  listen(ada, 'other')
  ada.announce('root', 'here I was')
  ada.announce('other', 'here I am')
  await vi.waitFor(() => expect(one.said).toHaveLength(4), wait)
  ada.withdraw('root')
  await one.die()
  await vi.waitFor(() => expect(two.said.map(({ type, topic, payload }) => `${type} ${topic} ${String(payload ?? '')}`.trim())).toEqual(['subscribe root', 'subscribe other', 'publish other here I am']), wait)
})

test('a connection that is cut comes back although there is one node alone', async () => {
  const only = await node()
  const ada = relay([only.url])
  listen(ada, 'root')
  await vi.waitFor(() => expect(only.subscriptions).toEqual(['root']), wait)
  const before = ada.socket
  only.cut()
  await vi.waitFor(() => expect(only.said).toHaveLength(2), wait)
  expect(ada.socket).not.toBe(before)
})

test('what is published while nobody is connected waits, so many; announcements are made once', async () => {
  const [one] = await cluster(1) as [RelayNode]
  const ada = relay([one.url])
  listen(ada, 'root')
  for (let each = 0; each <= WAITING; each++) ada.publish('other', String(each))
  ada.announce('root', 'old')
  ada.announce('root', 'new')
  await vi.waitFor(() => expect(one.said).toHaveLength(WAITING + 2), wait)
  expect(one.said.map(({ payload }) => payload)).toEqual([undefined, 'new', ...Array.from({ length: WAITING }, (_, each) => String(each + 1))])
})

test('who listens to nothing has no connection; who listens again has one again', async () => {
  const only = await node()
  const ada = relay([only.url])
  const [first, second] = [ada.subscribe('root', () => {}), ada.subscribe('root', () => {})]
  const third = ada.subscribe('self', () => {})
  await vi.waitFor(() => expect(only.subscriptions).toEqual(['root', 'self']), wait)
  first()
  first()
  second()
  await vi.waitFor(() => expect(only.subscriptions).toEqual(['self']), wait)
  third()
  await vi.waitFor(() => expect(only.connections).toBe(0), wait)
  expect(ada.socket).toBeUndefined()
  listen(ada, 'root')
  await vi.waitFor(() => expect(only.subscriptions).toEqual(['root']), wait)
})

test('a topic that is not listened to any more is not announced to the next node', async () => {
  const [one, two] = await cluster(2) as [RelayNode, RelayNode]
  const ada = relay([one.url, two.url])
  listen(ada, 'self')
  const leave = ada.subscribe('root', () => {})
  ada.announce('root', 'here I am')
  await vi.waitFor(() => expect(one.said).toHaveLength(3), wait)
  leave()
  await vi.waitFor(() => expect(one.subscriptions).toEqual(['self']), wait)
  await one.die()
  await vi.waitFor(() => expect(two.said).toEqual([{ type: 'subscribe', topic: 'self' }]), wait)
})

test('while no node can be reached that is said once, and they are tried ever more slowly', async () => {
  const [one, two] = await cluster(2) as [RelayNode, RelayNode]
  const urls = [one.url, two.url]
  await Promise.all([one.die(), two.die()])
  const attempts: number[] = []
  const ada = relay(urls, { backoff: (attempt) => { attempts.push(attempt); return 1 } })
  listen(ada, 'root')
  await vi.waitFor(() => expect(attempts.length).toBeGreaterThan(6), wait)
  expect(attempts.slice(0, 6)).toEqual([0, 1, 2, 3, 4, 5])
  expect(warnings).toEqual([`Almenara: none of ${urls.join(', ')} can be reached; they are tried again.`])
  nodes.push(await RelayNode.open(new Set(), Number(new URL(urls[1] as string).port)))
  await vi.waitFor(() => expect(nodes.at(-1)?.subscriptions).toEqual(['root']), wait)
})

test('a node that does not answer the handshake in time is passed over', async () => {
  const deaf: Server = createServer()
  await new Promise<void>((listening) => deaf.listen(0, '127.0.0.1', listening))
  endings.push(() => deaf.close())
  const met = new Promise((resolve) => deaf.once('connection', resolve))
  const second = await node()
  const clock = handClock()
  const ada = relay([`ws://127.0.0.1:${(deaf.address() as AddressInfo).port}`, second.url], { clock })
  listen(ada, 'root')
  await met
  clock.turn(OPENING - 1)
  expect(ada.url).not.toBe(second.url)
  clock.turn(1)
  expect(ada.url).toBe(second.url)
  clock.turn(1)
  await vi.waitFor(() => expect(second.subscriptions).toEqual(['root']), wait)
})

test('a node that is silent is asked for a word, and given up when none comes', async () => {
  const [one, two] = await cluster(2) as [RelayNode, RelayNode]
  const clock = handClock()
  const ada = relay([one.url, two.url], { clock })
  const heard = listen(ada, 'self')
  await vi.waitFor(() => expect(one.subscriptions).toEqual(['self']), wait)
  clock.turn(SILENCE - 1)
  expect(one.said).toHaveLength(1)
  clock.turn(1)
  await vi.waitFor(() => expect(heard).toEqual(['{}']), wait)
  one.mute = true
  clock.turn(SILENCE)
  await vi.waitFor(() => expect(one.said).toHaveLength(3), wait)
  clock.turn(PATIENCE - 1)
  expect(ada.url).toBe(one.url)
  clock.turn(1)
  expect(ada.url).toBe(two.url)
  clock.turn(1)
  await vi.waitFor(() => expect(two.subscriptions).toEqual(['self']), wait)
})

test.each([[STEADY - 1, 1], [STEADY, 0]])('after a connection that held for %i ms the next wait is number %i', async (held, attempt) => {
  const only = await node()
  const clock = handClock()
  const attempts: number[] = []
  const ada = relay([only.url, 'ws://127.0.0.1:1'], { clock, backoff: (each) => { attempts.push(each); return 1 } })
  listen(ada, 'root')
  await vi.waitFor(() => expect(only.subscriptions).toEqual(['root']), wait)
  only.cut()
  await vi.waitFor(() => expect(attempts).toEqual([0]), wait)
  clock.turn(1)
  await vi.waitFor(() => expect(attempts).toEqual([0, 1]), wait)
  clock.turn(1)
  await vi.waitFor(() => expect(only.subscriptions).toEqual(['root']), wait)
  clock.turn(held)
  only.cut()
  await vi.waitFor(() => expect(attempts).toEqual([0, 1, attempt === 0 ? 0 : 2]), wait)
})

test('a page that has a network again does not wait', async () => {
  const only = await node()
  const clock = handClock()
  const ada = relay([only.url], { clock, backoff: () => 60_000 })
  listen(ada, 'root')
  await vi.waitFor(() => expect(only.subscriptions).toEqual(['root']), wait)
  ada.hurry()
  only.cut()
  await vi.waitFor(() => expect(ada.socket).toBeUndefined(), wait)
  ada.hurry()
  await vi.waitFor(() => expect(only.subscriptions).toEqual(['root']), wait)
})

test('what is no message is passed over', async () => {
  const only = await node()
  const ada = relay([only.url])
  const heard = listen(ada, 'root')
  await vi.waitFor(() => expect(only.subscriptions).toEqual(['root']), wait)
  for (const text of ['', 'nope', '1', 'null', '[]', '{}', '{"topic":1,"payload":""}', '{"topic":"root"}', '{"topic":"root","payload":1}', '{"topic":"root","payload":[]}', '{"topic":"other","payload":""}']) only.say(text)
  only.say('{"topic":"root","payload":"the last"}')
  await vi.waitFor(() => expect(heard).toEqual(['the last']), wait)
})

test('what would make Trystero fail is passed over, as text and as an object, and nothing else is', async () => {
  const only = await node()
  const heard = listen(relay([only.url]), 'root')
  await vi.waitFor(() => expect(only.subscriptions).toEqual(['root']), wait)
  const evil = ['{"peerId":"__proto__"}', '{"peerId":"hasOwnProperty"}', '{"peerId":"eve","offerId":"constructor"}', '{"peerId":"eve","peer":{}}', '{"peerId":"eve","peer":null}']
  for (const text of evil) for (const payload of [text, JSON.stringify(text)]) only.say(`{"topic":"root","payload":${payload}}`)
  const sound = [{ peerId: 'proto', offerId: 'x' }, '{"peerId":"eve","offer":"constructor"}', '{}', 'null', '[]', 'no JSON', '']
  for (const payload of sound) only.say(JSON.stringify({ topic: 'root', payload }))
  await vi.waitFor(() => expect(heard).toEqual(sound), wait)
})

test('who listens to nothing any more while it hears something has no connection later, either', async () => {
  const only = await node()
  const clock = handClock()
  const ada = relay([only.url], { clock })
  const heard: unknown[] = []
  const leave = ada.subscribe('root', (_, payload) => {
    heard.push(payload)
    leave()
  })
  await vi.waitFor(() => expect(only.subscriptions).toEqual(['root']), wait)
  only.say('{"topic":"root","payload":"bye"}')
  await vi.waitFor(() => expect([heard, only.connections]).toEqual([['bye'], 0]), wait)
  for (const time of [SILENCE, PATIENCE, 1]) clock.turn(time)
  expect(ada.socket === undefined).toBe(true)
})

test('a policy that forbids the address is no end', async () => {
  const only = await node()
  class Forbidding extends Socket {
    constructor(url: string) {
      if (url.includes('forbidden')) throw new Error('the policy of the page')
      super(url)
    }
  }
  const ada = relay(['ws://forbidden.example', only.url], { webSocket: Forbidding as unknown as typeof WebSocket })
  listen(ada, 'root')
  await vi.waitFor(() => expect(only.subscriptions).toEqual(['root']), wait)
})
