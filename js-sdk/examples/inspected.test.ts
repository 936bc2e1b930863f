// @vitest-environment happy-dom
import type { Options } from 'almenara'
import { createWorld } from 'almenara/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Inspected } from './inspected.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A TURN server of the application's own. */
const RELAYS: Options = { turn: false, iceServers: [{ urls: 'turn:turn.example', username: 'ada', credential: 'secret' }] }

test('the page shows who is linked, and the report says that it is by a relay', async () => {
  const world = createWorld({ pass: (ms) => vi.advanceTimersByTimeAsync(ms) })
  world.path = 'relayed'
  const [ada, bob] = [1, 2].map(() => new Inspected(world.nodes, world.room, { ...world.options, ...RELAYS })) as [Inspected, Inspected]
  ada.show(document.body)
  const inspector = document.querySelector('almenara-inspector')
  const shown = (): string => inspector?.shadowRoot?.textContent ?? ''
  await world.until(() => shown().includes('1 of 1'))
  expect(shown()).toContain('lobby')

  const report = await ada.report()
  expect(report).toMatchObject({ room: 'lobby', relayed: ['peer-2'] })
  expect(report.lines).toContain('link: open')
  expect(report.lines).toContain('room: joined as peer-1 at node one.example')
  expect((await ada.report()).lines).toEqual([])
  await Promise.all([ada, bob].map(({ room }) => room.leave()))
})
