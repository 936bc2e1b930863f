import { expect, test } from 'vitest'
import { Files } from '../../src/files/files.js'
import { createFiles, indexedDbStore } from '../../src/files/index.js'
import { shareState } from '../../src/state/index.js'
import { SharedState } from '../../src/state/state.js'
import { World } from '../world.js'

test('the SDK\'s own rooms carry shared state and files', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const [one, other] = [a, b].map((room) => new SharedState(room, 'board', {}, world.clock)) as [SharedState, SharedState]
  one.set('k', { x: 1 })
  await world.clock.until(() => other.get('k') !== undefined)
  expect(other.snapshot()).toEqual({ k: { x: 1 } })

  const [giver, taker] = [a, b].map((room) => new Files(room, {}, world.clock)) as [Files, Files]
  const file = taker.fetch(await giver.share(new Blob(['Hello']), { name: 'hello.txt' }))
  let phase = 'fetching'
  void file.finally(() => { phase = 'done' })
  await world.clock.until(() => phase === 'done')
  expect(await (await file).text()).toBe('Hello')

  const late = world.enter()
  const third = new SharedState(late, 'board', {}, world.clock)
  await world.clock.until(() => third.get('k') !== undefined)
  await Promise.all([a, b, late].map((room) => room.leave()))
  expect(() => one.set('k', 2), 'it is closed with the room').toThrow(expect.objectContaining({ code: 'closed' }))
  await expect(giver.share(new Blob())).rejects.toMatchObject({ code: 'closed' })
})

test('both are made by one call; without IndexedDB that store is misuse', async () => {
  const world = new World()
  const room = world.enter()
  const board = shareState<number>(room, 'board')
  const files = createFiles(room)
  board.set('n', 1)
  expect(board.get('n')).toBe(1)
  expect((await files.share(new Blob())).size).toBe(0)
  expect(() => indexedDbStore()).toThrow(expect.objectContaining({ code: 'misuse' }))
  board.close()
  files.close()
  await room.leave()
})
