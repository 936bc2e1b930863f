import { createHash } from 'node:crypto'
import { expect, test, type BrowserContext } from '@playwright/test'
import type { Action, Actions, Progress } from '../../js-sdk/src/actions/index.js'
import { meshed, newRoom, RoomPage } from '../support/room-page.js'
import { cluster } from '../support/shared.js'

/** What the page keeps of one transfer. */
interface Transfer {
  readonly progress: Progress[]
  /** The most bytes that waited in the data channel. */
  most: number
  outcome: unknown
  readonly abort: AbortController
  took: number
}

declare global {
  var actions: Actions
  var big: Action<Blob | Uint8Array, { size: number; hash: string }, string>
  var arrived: Progress[]
  var transfer: Transfer
}

const [first, second] = cluster.urls as [string, string]
const SIZE = 20_000_000
/** What may wait in a data channel (js-sdk/src/data/room.ts), and the frame that goes beyond it. */
const MOST_WAITING = 262_144 + 17_000

/** Text of a function that makes the same bytes here and in pages. */
const NOISE = `(size) => {
  const words = new Uint32Array(Math.ceil(size / 4))
  let state = 42
  for (let i = 0; i < words.length; i++) words[i] = state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return new Uint8Array(words.buffer, 0, size)
}`
const noise = new Function(`return ${NOISE}`)() as (size: number) => Uint8Array
const HASH = createHash('sha256').update(noise(SIZE)).digest('hex')

test.setTimeout(120_000)

/** A page that is in the room, answers `greet` with its name, and `big` with the size and the hash of what has come. */
async function enter(context: BrowserContext, node: string, room: string, name: string): Promise<RoomPage> {
  const opened = await RoomPage.open(context, node)
  await opened.join(room)
  await opened.page.evaluate(async (name) => {
    const { createActions } = await import(`${location.origin}/sdk/almenara-actions.js`) as typeof import('../../js-sdk/src/actions/index.js')
    globalThis.actions = createActions(notes.room)
    actions.define<string, string>('greet').handle((whom) => {
      if (whom === '') throw Object.assign(new Error('Nobody to greet.'), { code: 'nobody' })
      return `${whom}, this is ${name}`
    })
    globalThis.arrived = []
    globalThis.big = actions.define('big')
    big.onProgress((progress) => arrived.push({ peer: progress.peer, bytes: progress.bytes, size: progress.size }))
    big.handle(async (data) => {
      const bytes = data instanceof Blob ? await data.arrayBuffer() : data
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
      return { size: bytes.byteLength, hash: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('') }
    })
  }, name)
  return opened
}

function greet({ page }: RoomPage, peer: string, whom: string): Promise<string> {
  return page.evaluate(([peer, whom]) => actions.define<string, string>('greet').request(peer, whom).catch(({ code, reason, message }) => `${code}, ${reason}: ${message}`), [peer, whom] as const)
}

/** Begins to send 20 MB as a request; aborts when the peer has so many bytes. */
async function begin({ page }: RoomPage, peer: string, as: 'bytes' | 'blob', abortAt = Infinity): Promise<void> {
  await page.evaluate(({ noise, size, peer, as, abortAt }) => {
    const bytes = (0, eval)(noise)(size) as Uint8Array<ArrayBuffer>
    const begun: Transfer = { progress: [], most: 0, outcome: undefined, abort: new AbortController(), took: 0 }
    globalThis.transfer = begun
    const began = performance.now()
    const look = (): void => {
      begun.most = Math.max(begun.most, notes.room.peers.get(peer)?.channel?.bufferedAmount ?? 0)
      if (begun.outcome === undefined) setTimeout(look, 1)
    }
    look()
    big.request(peer, as === 'blob' ? new Blob([bytes]) : bytes, {
      signal: begun.abort.signal,
      timeout: 60_000,
      onProgress: (progress) => {
        begun.progress.push(progress)
        begun.most = Math.max(begun.most, notes.room.peers.get(peer)?.channel?.bufferedAmount ?? 0)
        if (progress.bytes === size) begun.took = performance.now() - began
        if (progress.bytes >= abortAt) begun.abort.abort()
      },
    }).then((reply) => { begun.outcome = reply }, (error: { code: string }) => { begun.outcome = error.code })
  }, { noise: NOISE, size: SIZE, peer, as, abortAt: Math.min(abortAt, Number.MAX_SAFE_INTEGER) })
}

/** The transfer, once it is over. */
async function over({ page }: RoomPage): Promise<Pick<Transfer, 'progress' | 'most' | 'outcome' | 'took'>> {
  await expect.poll(() => page.evaluate(() => transfer.outcome !== undefined), { timeout: 60_000 }).toBe(true)
  return page.evaluate(() => ({ progress: transfer.progress, most: transfer.most, outcome: transfer.outcome, took: transfer.took }))
}

function came({ page }: RoomPage): Promise<Progress[]> {
  return page.evaluate(() => arrived)
}

function inOrder(progress: readonly Progress[]): boolean {
  return progress.every(({ bytes }, index) => index === 0 || bytes > (progress[index - 1]?.bytes ?? 0))
}

test('requests go both ways, and 20 MB with progress at both ends and little waiting in the channel', async ({ context }) => {
  const room = newRoom()
  const [ada, bob] = [await enter(context, first, room, 'Ada'), await enter(context, second, room, 'Bob')]
  await meshed([ada, bob])
  expect(await greet(ada, bob.self, 'Ada')).toBe('Ada, this is Bob')
  expect(await greet(bob, ada.self, 'Bob')).toBe('Bob, this is Ada')
  expect(await greet(bob, ada.self, '')).toBe('handler-failed, nobody: Nobody to greet.')

  for (const [index, as] of (['bytes', 'blob'] as const).entries()) {
    await test.step(`as ${as}`, async () => {
      await begin(ada, bob.self, as)
      const { progress, most, outcome, took } = await over(ada)
      test.info().annotations.push({ type: as, description: `${(SIZE / took / 1_000).toFixed(1)} MB/s, ${most} bytes waited at most` })
      expect(outcome).toEqual({ size: SIZE, hash: HASH })
      expect(progress[0]).toEqual({ peer: bob.self, bytes: 0, size: SIZE })
      expect(progress.at(-1)).toEqual({ peer: bob.self, bytes: SIZE, size: SIZE })
      expect(inOrder(progress)).toBe(true)
      expect(progress.length).toBeGreaterThan(100)
      const received = (await came(bob)).slice(index * progress.length)
      expect(received).toEqual(progress.map(({ bytes, size }) => ({ peer: ada.self, bytes, size })))
      expect(most).toBeGreaterThan(0)
      expect(most).toBeLessThan(MOST_WAITING)
    })
  }
})

test('what is aborted half-way ends at both ends, and the link goes on', async ({ context }) => {
  const room = newRoom()
  const [ada, bob] = [await enter(context, first, room, 'Ada'), await enter(context, second, room, 'Bob')]
  await meshed([ada, bob])
  await begin(ada, bob.self, 'blob', SIZE / 2)
  const { progress, outcome } = await over(ada)
  expect(outcome).toBe('aborted')
  expect(progress.at(-1)?.bytes).toBeLessThan(SIZE)
  // What follows comes after the cancellation, for the channel keeps the order.
  expect(await greet(ada, bob.self, 'Ada')).toBe('Ada, this is Bob')
  const had = (await came(bob)).at(-1)?.bytes
  expect(had).toBeGreaterThanOrEqual(SIZE / 2)
  expect(had).toBeLessThan(SIZE)

  await test.step('the receiver declines half-way', async () => {
    await bob.page.evaluate((half) => { big.onProgress(({ bytes, decline }) => { if (bytes >= half) decline() }) }, SIZE / 2)
    await begin(ada, bob.self, 'bytes')
    const { progress, outcome } = await over(ada)
    expect(outcome).toBe('declined')
    expect(progress.at(-1)?.bytes).toBeLessThan(SIZE)
    expect(await greet(bob, ada.self, 'Bob')).toBe('Bob, this is Ada')
  })
})

test('two peers are asked at once; one that is gone is told of', async ({ context }) => {
  const room = newRoom()
  const [ada, bob, cyd] = [await enter(context, first, room, 'Ada'), await enter(context, second, room, 'Bob'), await enter(context, second, room, 'Cyd')]
  await meshed([ada, bob, cyd])
  const ask = (): Promise<string[]> => ada.page.evaluate(async (peers) => {
    const answers: string[] = []
    for await (const { peer, data, error } of actions.define<string, string>('greet').requestMany('Ada', { to: peers })) answers.push(`${peers.indexOf(peer)}: ${data ?? error?.code}`)
    return answers.sort()
  }, [bob.self, cyd.self])
  expect(await ask()).toEqual(['0: Ada, this is Bob', '1: Ada, this is Cyd'])

  await cyd.page.evaluate(() => { actions.define<string, string>('slow').handle(() => new Promise(() => {})) })
  const waiting = ada.page.evaluate((peer) => actions.define<string, string>('slow').request(peer, 'x').catch(({ code }) => code), cyd.self)
  expect(await greet(ada, cyd.self, 'Ada'), 'the slow request has come before this').toBe('Ada, this is Cyd')
  await cyd.leave()
  expect(await waiting).toBe('link-lost')
  expect(await ask()).toEqual(['0: Ada, this is Bob', '1: link-lost'])
})
