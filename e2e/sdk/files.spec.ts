import { expect, test, type BrowserContext } from '@playwright/test'
import type { FileDescriptor, Files, FileStore, Progress } from '../../js-sdk/src/files/index.js'
import { hashOfNoise, NOISE } from '../support/noise.js'
import { meshed, newRoom, RoomPage } from '../support/room-page.js'
import { cluster } from '../support/shared.js'

/** Of the store: what is written waits while it is shut. */
interface Gate {
  open: () => void
  opened: Promise<void>
}

interface Fetch {
  readonly progress: Progress[]
  readonly abort: AbortController
  file: File | undefined
  code: string | undefined
}

declare global {
  var files: Files
  var gate: Gate
  var fetched: Fetch
}

const [first, second] = cluster.urls as [string, string]
const SIZE = 20_000_000

const HASH = hashOfNoise(SIZE)

test.setTimeout(120_000)

/** A page that is in the room and may share and fetch files, whose chunks it keeps in IndexedDB. */
async function enter(context: BrowserContext, node: string, room: string): Promise<RoomPage> {
  const opened = await RoomPage.open(context, node)
  await opened.join(room)
  await opened.page.evaluate(async () => {
    const { createFiles, indexedDbStore } = await import(`${location.origin}/sdk/almenara-files.js`) as typeof import('../../js-sdk/src/files/index.js')
    const store = indexedDbStore()
    globalThis.gate = { open: () => {}, opened: Promise.resolve() }
    const write: FileStore['write'] = async (...part) => {
      await gate.opened
      await store.write(...part)
    }
    globalThis.files = createFiles(notes.room, { store: { ...store, write } })
  })
  return opened
}

function give({ page }: RoomPage): Promise<FileDescriptor> {
  return page.evaluate(({ noise, size }) => {
    const bytes = (0, eval)(noise)(size) as Uint8Array<ArrayBuffer>
    return files.share(new File([bytes], 'noise.bin', { type: 'application/octet-stream' }))
  }, { noise: NOISE, size: SIZE })
}

/** Begins to fetch; aborts, or lets everything wait, when so many bytes are there. */
async function take({ page }: RoomPage, file: FileDescriptor, at: { abort?: number; wait?: number } = {}): Promise<void> {
  await page.evaluate(({ file, abort, wait }) => {
    const begun: Fetch = { progress: [], abort: new AbortController(), file: undefined, code: undefined }
    globalThis.fetched = begun
    const onProgress = (progress: Progress): void => {
      begun.progress.push(progress)
      if (progress.received >= abort) begun.abort.abort()
      if (progress.received < wait) return
      wait = Infinity
      gate.opened = new Promise((resolve) => { gate.open = resolve })
    }
    files.fetch(file, { signal: begun.abort.signal, onProgress })
      .then((file) => { begun.file = file }, (error: { code: string }) => { begun.code = error.code })
  }, { file, abort: at.abort ?? Infinity, wait: at.wait ?? Infinity })
}

function received({ page }: RoomPage): Promise<number> {
  return page.evaluate(() => fetched.progress.at(-1)?.received ?? 0)
}

/** The hash of what was fetched, once it is there. */
async function hash({ page }: RoomPage): Promise<string> {
  await expect.poll(() => page.evaluate(() => fetched.file?.size ?? fetched.code), { timeout: 60_000 }).toBe(SIZE)
  return page.evaluate(async () => {
    const digest = await crypto.subtle.digest('SHA-256', await (fetched.file as File).arrayBuffer())
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  })
}

test('20 MB come from two pages; the fetch is ended, goes on in a new page, and outlives one of the two', async ({ context }) => {
  const room = newRoom()
  const [one, other] = [await enter(context, first, room), await enter(context, second, room)]
  let taker = await enter(context, second, room)
  await meshed([one, other, taker])
  const [file, same] = await Promise.all([give(one), give(other)])
  expect(same).toEqual(file)
  expect(file).toMatchObject({ name: 'noise.bin', type: 'application/octet-stream', size: SIZE })

  await test.step('a quarter, then no more', async () => {
    await take(taker, file, { abort: SIZE / 4 })
    await expect.poll(() => taker.page.evaluate(() => fetched.code)).toBe('aborted')
    expect(await taker.page.evaluate(() => fetched.progress.at(-1)?.peers)).toBe(2)
    await taker.page.close({ runBeforeUnload: true })
  })

  taker = await enter(context, second, room)
  await meshed([one, other, taker])
  await test.step('a new page goes on where the last one was', async () => {
    await take(taker, file, { wait: SIZE / 2 })
    await expect.poll(() => received(taker)).toBeGreaterThanOrEqual(SIZE / 2)
    expect(await taker.page.evaluate(() => fetched.progress[0])).toMatchObject({ size: SIZE })
    expect(await taker.page.evaluate(() => fetched.progress[0]?.received)).toBeGreaterThanOrEqual(SIZE / 4)
  })
  await test.step('one of the two goes, the rest comes from the other', async () => {
    await one.page.close({ runBeforeUnload: true })
    await expect.poll(() => taker.links()).toEqual([other.self])
    expect(await received(taker)).toBeLessThan(SIZE)
    await taker.page.evaluate(() => gate.open())
    expect(await hash(taker)).toBe(HASH)
    expect(await taker.page.evaluate(() => fetched.file?.name)).toBe('noise.bin')
  })

  await test.step('what was fetched is given on', async () => {
    await other.page.close({ runBeforeUnload: true })
    const last = await enter(context, first, room)
    await meshed([taker, last])
    await take(last, file)
    expect(await hash(last)).toBe(HASH)
  })
})
