import { expect } from '@playwright/test'
import type { FileDescriptor, Files } from '../../js-sdk/src/files/index.js'
import { hashOfNoise, NOISE } from '../support/noise.js'
import type { RoomPage } from '../support/room-page.js'
import { ORDERS, test } from './fixtures.js'

declare global {
  var transfers: Files
}

const SIZE = 20_000_000

test.setTimeout(120_000)

/** Lets the page share and fetch files, whose chunks it keeps in IndexedDB. */
function begin({ page }: RoomPage): Promise<void> {
  return page.evaluate(async () => {
    const { createFiles, indexedDbStore } = await import(`${location.origin}/sdk/almenara-files.js`) as typeof import('../../js-sdk/src/files/index.js')
    globalThis.transfers = createFiles(notes.room, { store: indexedDbStore() })
  })
}

function give({ page }: RoomPage, seed: number): Promise<FileDescriptor> {
  return page.evaluate(({ noise, size, seed }) => {
    const bytes = (0, eval)(noise)(size, seed) as Uint8Array<ArrayBuffer>
    return transfers.share(new File([bytes], `noise ${seed}.bin`, { type: 'application/octet-stream' }))
  }, { noise: NOISE, size: SIZE, seed })
}

/** Fetches a file; what it is, and the SHA-256 of its bytes in hex. */
function take({ page }: RoomPage, descriptor: FileDescriptor): Promise<unknown> {
  return page.evaluate(async (descriptor) => {
    const { name, type, size, ...file } = await transfers.fetch(descriptor).then((file) => ({ name: file.name, type: file.type, size: file.size, bytes: file.arrayBuffer() }))
    const digest = await crypto.subtle.digest('SHA-256', await file.bytes)
    return { name, type, size, hash: [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('') }
  }, descriptor)
}

for (const order of ORDERS) {
  test(`${order.join(', then ')}: 20 MB go both ways at the same time`, async ({ pair }) => {
    const pages = await pair(order)
    const [one, other] = pages
    for (const page of pages) await begin(page)
    const [ones, others] = await Promise.all(pages.map(give)) as [FileDescriptor, FileDescriptor]
    const fetched = await Promise.all([take(one, others), take(other, ones)])
    expect(fetched).toEqual([1, 0].map((seed) => ({ name: `noise ${seed}.bin`, type: 'application/octet-stream', size: SIZE, hash: hashOfNoise(SIZE, seed) })))
    for (const page of pages) expect([await page.notes('errors'), await page.notes('closed')]).toEqual([[], []])
  })
}
