import { expect, test, type BrowserContext } from '@playwright/test'
import type { Change, SharedState, StateOptions } from '../../js-sdk/src/state/index.js'
import { newRoom, RoomPage } from '../support/room-page.js'
import { cluster } from '../support/shared.js'

type Board = SharedState<unknown>

declare global {
  var board: Board
  var changes: Change<unknown>[]
}

const [first, second] = cluster.urls as [string, string]

/** A page that is in the room and shares the map `board`. */
async function share(context: BrowserContext, node: string, room: string, options: StateOptions = {}): Promise<RoomPage> {
  const opened = await RoomPage.open(context, node)
  await opened.join(room)
  await opened.page.evaluate(async (options) => {
    const { shareState } = await import(`${location.origin}/sdk/almenara-state.js`) as typeof import('../../js-sdk/src/state/index.js')
    globalThis.board = shareState(notes.room, 'board', options)
    globalThis.changes = []
    board.on('change', (change) => changes.push(change))
  }, options)
  return opened
}

function snapshot({ page }: RoomPage): Promise<Record<string, unknown>> {
  return page.evaluate(() => board.snapshot())
}

async function agree(pages: readonly RoomPage[], expected: Record<string, unknown>): Promise<void> {
  for (const page of pages) await expect.poll(() => snapshot(page), { message: `what ${page.self} has` }).toEqual(expected)
}

test('three pages on two nodes share a map; one that leaves and comes back has missed nothing', async ({ context }) => {
  const room = newRoom()
  const one = await share(context, first, room, { author: 'one' })
  const other = await share(context, second, room, { author: 'other' })
  const third = await share(context, first, room, { author: 'third' })

  const expected: Record<string, unknown> = {}
  for (let i = 0; i < 500; i++) expected[`key ${i}`] = { number: i, text: 'Grüße' }
  await test.step('what one sets all have', async () => {
    await one.page.evaluate((all) => { for (const [key, value] of Object.entries(all)) board.set(key, value) }, expected)
    await agree([one, other, third], expected)
  })

  await test.step('the last writer wins', async () => {
    await third.page.evaluate(() => board.set('key 1', 'of the third'))
    await expect.poll(() => other.page.evaluate(() => board.get('key 1'))).toBe('of the third')
    await other.page.evaluate(() => board.set('key 1', 'of the other'))
    await agree([one, other, third], { ...expected, 'key 1': 'of the other' })
    expect(await one.page.evaluate(() => changes.filter(({ key }) => key === 'key 1').map(({ author, cause }) => `${author} ${cause}`)))
      .toEqual(['one local', 'third remote', 'other remote'])
  })

  await third.page.close({ runBeforeUnload: true })
  for (const page of [one, other]) await expect.poll(() => page.links()).toHaveLength(1)
  await one.page.evaluate(() => board.delete('key 2'))
  await other.page.evaluate(() => board.set('key 3', 'while it was away'))
  delete expected['key 2']
  Object.assign(expected, { 'key 1': 'of the other', 'key 3': 'while it was away' })

  const back = await share(context, second, room, { author: 'third' })
  await test.step('who comes back gets all', () => agree([one, other, back], expected))
  await test.step('and writes again, for a while', async () => {
    await back.page.evaluate(() => board.set('cursor', [1, 2], { ttl: 2_000 }))
    await agree([one, other, back], { ...expected, cursor: [1, 2] })
    await agree([one, other, back], expected)
    expect(await one.page.evaluate(() => changes.at(-1))).toEqual({ key: 'cursor', previous: [1, 2], author: 'third', cause: 'expired' })
  })
})

test('both sides of a broken link go on, and agree when it stands again', async ({ context }) => {
  const room = newRoom()
  const one = await share(context, first, room)
  const other = await share(context, second, room)
  await one.page.evaluate(() => board.set('both', 'before'))
  await agree([one, other], { both: 'before' })

  // The link is closed under both; it is made again by itself.
  await one.page.evaluate(() => {
    for (const peer of notes.room.peers.values()) peer.connection?.close()
    for (const peer of notes.room.peers.values()) peer.channel?.close()
    board.set('left', 1)
  })
  await other.page.evaluate(() => {
    board.set('right', 2)
    board.set('both', 'after')
  })
  await agree([one, other], { both: 'after', left: 1, right: 2 })
})
