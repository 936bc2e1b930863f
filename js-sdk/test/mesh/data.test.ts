import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Room } from '../../src/index.js'
import { shareState } from '../../src/state/index.js'
import { YjsProvider } from '../../src/yjs/index.js'
import { eventually, linked, Meshes } from './world.js'

let world: Meshes
afterEach(() => world.close())

/** Twelve with few links each, so that hardly any two are linked. */
async function sparse(): Promise<Room[]> {
  world = Meshes.open()
  const rooms = await world.meshed(12, { topology: 'partial', degree: 3 })
  expect(rooms.some((room) => linked(room).length < 6)).toBe(true)
  return rooms
}

test('what is set in a shared map is passed on to those who are not linked, without a comparison', async () => {
  const states = (await sparse()).map((room) => shareState(room, 'board', { interval: 1_000_000 }))
  states[0]!.set('key', 'of the first')
  await eventually(() => { for (const state of states) expect(state.get('key')).toBe('of the first') })
  states[7]!.set('key', 'of the eighth')
  await eventually(() => { for (const state of states) expect(state.get('key')).toBe('of the eighth') })
})

test('what is written in a Yjs document is passed on to those who are not linked, without a comparison', async () => {
  const docs = (await sparse()).map((room) => {
    const doc = new Y.Doc()
    new YjsProvider(room, doc, { interval: 1_000_000 })
    return doc
  })
  docs[0]!.getText('text').insert(0, 'hello')
  await eventually(() => { for (const doc of docs) expect(doc.getText('text').toString()).toBe('hello') })
  docs[9]!.getText('text').insert(5, ' all')
  await eventually(() => { for (const doc of docs) expect(doc.getText('text').toString()).toBe('hello all') })
})
