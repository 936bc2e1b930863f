// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { join } from 'almenara'
import { createWorld, fakeStream, type World } from 'almenara/testing'
import { type ComponentType, type ReactNode, StrictMode } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { write } from './blocks.js'

type Props = Record<string, unknown>
type Parts = Record<string, ComponentType<Props>>

const blocks = write('docs/guide/react.md')
let world: World

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  vi.useFakeTimers()
  world = createWorld({ pass: (ms) => act(() => vi.advanceTimersByTimeAsync(ms)) })
  const { webSocket, fetch, peerConnection } = world.options
  vi.stubGlobal('WebSocket', webSocket)
  vi.stubGlobal('fetch', fetch)
  vi.stubGlobal('RTCPeerConnection', peerConnection)
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** What the block exports. */
async function parts(index: number): Promise<Parts> {
  return await import(/* @vite-ignore */ blocks[index]!.file) as Parts
}

const show = (child: ReactNode): void => { render(<StrictMode>{child}</StrictMode>) }
const status = (): string | null => screen.getByRole('status').textContent

test('react.md has the blocks that are tested here', () => {
  expect(blocks).toHaveLength(3)
})

test('the chat shows who is there, and what is said', async () => {
  const { Chat } = await parts(0)
  if (!Chat) throw new Error('there is no Chat')
  show(<Chat nodes={world.nodes} id={world.room} />)
  const friend = join(world.nodes, world.room)
  const heard: unknown[] = []
  friend.action('chat').on((text) => void heard.push(text))
  await world.until(() => status() === 'joined, 1 others')
  act(() => void friend.action('chat').send('hi'))
  await world.until(() => screen.queryAllByRole('listitem').length === 1)
  expect(screen.getByRole('listitem').textContent).toBe(`${friend.self?.slice(0, 4)}: hi`)
  fireEvent.change(screen.getByLabelText('message'), { target: { value: 'hello' } })
  fireEvent.submit(screen.getByLabelText('message'))
  await world.until(() => heard.length === 1)
  expect(heard).toEqual(['hello'])
})

test('a room is handed down', async () => {
  const { InRoom, Count } = await parts(1)
  if (!InRoom || !Count) throw new Error('a part is missing')
  show(<InRoom nodes={world.nodes} id={world.room}><Count /></InRoom>)
  const friend = join(world.nodes, world.room)
  await world.until(() => status() === '1 others are here')
  expect(friend.peers.size).toBe(1)
})

test('a video shows its stream', async () => {
  const { Video } = await parts(2)
  if (!Video) throw new Error('there is no Video')
  const shown = vi.spyOn(HTMLMediaElement.prototype, 'srcObject', 'set').mockImplementation(() => {})
  const stream = fakeStream('video')
  show(<Video stream={stream} />)
  expect(shown).toHaveBeenCalledWith(stream)
})
