import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { join } from '../../src/index.js'
import { Recorder } from '../../src/inspector/index.js'
import { KINDS } from '../../src/inspector/recording.js'
import { createWorld } from '../../src/testing/index.js'
import { chromium } from './reports.js'

await Promise.all([import('../../src/relays.js'), import('../../src/offers.js')])

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** The names of all fields of a value, at any depth. */
function names(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const own = Array.isArray(value) ? [] : Object.keys(value)
  return [...own, ...Object.values(value).flatMap(names)]
}

test('docs/inspector.md names every field of a snapshot, and every kind of an entry', async () => {
  const world = createWorld({ pass: (ms) => vi.advanceTimersByTimeAsync(ms) })
  const peerConnection = class extends world.options.peerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      this.getStats = () => Promise.resolve(chromium())
    }
  }
  const recorder = new Recorder()
  const rooms = [1, 2].map(() => join(world.nodes, world.room, { ...world.options, peerConnection }))
  recorder.watch(rooms[0]!)
  await world.until(() => rooms.every(({ peers }) => [...peers.values()].some(({ state }) => state === 'connected')))
  await recorder.sample()
  await world.pass(1_000)
  await recorder.sample()

  const fields = [...new Set([...names(recorder.snapshot()), ...KINDS])]
  expect(fields.length).toBeGreaterThan(50)
  expect(fields).toEqual(expect.arrayContaining(['relayProtocol', 'rates', 'until', 'dropped']))
  const text = await readFile(fileURLToPath(new URL('../../../docs/inspector.md', import.meta.url)), 'utf8')
  const documented = new Set([...text.matchAll(/`([^`]+)`/g)].flatMap(([, code]) => (code as string).match(/\w+/g) ?? []))
  expect(fields.filter((field) => !documented.has(field))).toEqual([])
})
