// @vitest-environment happy-dom
import { act, cleanup, render, renderHook } from '@testing-library/react'
import { Component, type ReactNode, StrictMode } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { join, newRoomId, type Options, type Room } from '../../src/index.js'
import { meshOf } from '../../src/nodes/index.js'
import { useAction, useMessages, usePeers, useRoom, useRoomState } from '../../src/react/index.js'
import { createWorld, type World } from '../../src/testing/index.js'

let world: World
const others: Room[] = []

beforeEach(() => {
  vi.useFakeTimers()
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  world = createWorld({ pass: (ms) => act(() => vi.advanceTimersByTimeAsync(ms)) })
})

afterEach(async () => {
  cleanup()
  await Promise.all(others.splice(0).map((room) => room.leave()))
  vi.useRealTimers()
})

const until = (condition: () => boolean): Promise<void> => world.until(condition)
const pass = (ms: number): Promise<void> => world.pass(ms)
const linked = (room: Room | undefined): number => [...room?.peers.values() ?? []].filter(({ state }) => state === 'connected').length

/** Somebody else in the room, and what was heard of those who came and left. */
async function watch(id = world.room): Promise<{ room: Room; seen: string[] }> {
  const room = join(world.nodes, id, world.options)
  others.push(room)
  const seen: string[] = []
  room.on('peer', () => seen.push('came'))
  room.on('left', (_, reason) => seen.push(reason))
  await until(() => room.state === 'joined')
  return { room, seen }
}

interface Props { id?: string | undefined; options?: Options; nodes?: readonly string[] }

/** A component that is in the room; options and nodes are new objects in each render. */
const enter = (strict = false) => renderHook(({ id = world.room, options = { ...world.options }, nodes = [...world.nodes] }: Props) => {
  const room = useRoom(nodes, id, options)
  return { room, state: useRoomState(room), peers: usePeers(room), messages: useMessages(room, { limit: 3 }) }
}, { initialProps: {}, ...(strict ? { wrapper: StrictMode } : {}) })

test('a room is joined once mounted, and left once unmounted', async () => {
  const { room: watcher, seen } = await watch()
  const { result, unmount } = enter()
  expect([result.current.room, result.current.state, result.current.peers]).toEqual([undefined, undefined, []])
  await until(() => result.current.state === 'joined')
  expect(seen).toEqual(['came'])
  unmount()
  await until(() => watcher.peers.size === 0)
  expect(seen).toEqual(['came', 'left'])
})

test('in StrictMode, which mounts twice, the room is joined once', async () => {
  const { room: watcher, seen } = await watch()
  const { result, unmount } = enter(true)
  await until(() => linked(result.current.room) === 1)
  await pass(60_000)
  expect(seen).toEqual(['came'])
  unmount()
  await until(() => watcher.peers.size === 0)
  expect(seen).toEqual(['came', 'left'])
})

test('who is unmounted at once has joined nothing', async () => {
  const { seen } = await watch()
  enter().unmount()
  await pass(1_000)
  expect(seen).toEqual([])
})

test('nodes and options that are made anew do not join afresh; another room does, and the former one is left', async () => {
  const { room: watcher, seen } = await watch()
  const { result, rerender } = enter()
  await until(() => result.current.state === 'joined')
  const { room } = result.current
  for (let i = 0; i < 3; i++) rerender({ options: { ...world.options, maxWork: i } })
  await pass(1_000)
  expect(result.current.room).toBe(room)
  expect(seen).toEqual(['came'])

  const id = newRoomId()
  rerender({ id, options: { ...world.options, maxWork: 7 } })
  expect(result.current.room, 'not the room of before').toBeUndefined()
  await until(() => result.current.state === 'joined' && watcher.peers.size === 0)
  expect(seen).toEqual(['came', 'left'])
  expect(result.current.room?.maxWork, 'the options of the last render').toBe(7)

  rerender({ nodes: [...world.nodes].reverse(), id })
  await until(() => result.current.state === 'joined')
  expect(result.current.room?.node?.url).toBe(world.nodes[1])
})

test('the nodes of a mesh are taken as they are; those of another mesh are joined afresh', async () => {
  world = createWorld({ independent: true, pass: (ms) => act(() => vi.advanceTimersByTimeAsync(ms)) })
  const meshes = [meshOf(world.nodes, { book: world.book }), meshOf(world.nodes, { book: world.book })] as const
  const { result, rerender, unmount } = renderHook(({ mesh }) => useRoom(mesh, world.room, world.options), { initialProps: { mesh: meshes[0] } })
  await until(() => meshes[0].nodes.filter(({ state }) => state === 'joined').length === 2)
  const { current } = result
  rerender({ mesh: meshes[0] })
  expect(result.current).toBe(current)

  rerender({ mesh: meshes[1] })
  expect(result.current).toBeUndefined()
  await until(() => result.current?.state === 'joined' && meshes[0].nodes.length === 0)
  expect(result.current).not.toBe(current)
  unmount()
  await until(() => meshes[1].nodes.length === 0)
})

test('without a room id nothing is joined', async () => {
  const { result } = renderHook(() => {
    const room = useRoom(world.nodes, undefined, world.options)
    return { room, peers: usePeers(room), messages: useMessages(room), send: useAction(room, 'chat') }
  })
  await pass(1_000)
  expect([result.current.room, result.current.peers, result.current.messages, result.current.send('x')]).toEqual([undefined, [], [], 0])
})

test('misuse is thrown in the render', async () => {
  const caught: unknown[] = []
  class Boundary extends Component<{ children: ReactNode }> {
    override state = { error: undefined as unknown }
    static getDerivedStateFromError = (error: unknown): object => ({ error })
    override componentDidCatch(error: unknown): void { caught.push(error) }
    override render(): ReactNode { return this.state.error ? 'it failed' : this.props.children }
  }
  const Broken = (): ReactNode => useRoom(world.nodes, 'no room id', world.options)?.state
  const said = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { container } = render(<Boundary><Broken /></Boundary>)
  await pass(10)
  said.mockRestore()
  expect(container.textContent).toBe('it failed')
  expect(caught).toEqual([expect.objectContaining({ code: 'misuse' })])
  expect(() => renderHook(() => useMessages(undefined, { limit: 0 }))).toThrow('limit')
  expect(() => renderHook(() => useMessages(undefined, { limit: 10_001 }))).toThrow('limit')
  for (const limit of [1, 10_000]) renderHook(() => useMessages(undefined, { limit }))
})

test('state and peers follow the room', async () => {
  const { result } = enter()
  await until(() => result.current.state === 'joined')
  const { room: other } = await watch()
  await until(() => result.current.peers[0]?.state === 'connected')
  expect(result.current.peers.map(({ id }) => id)).toEqual([other.self])
  const { peers } = result.current
  await pass(100)
  expect(result.current.peers, 'the same array while nothing changes').toBe(peers)
  for (const node of world.nodes) world.kill(node)
  await until(() => result.current.state === 'signal-reconnecting')
  for (const node of world.nodes) world.mend(node)
  await until(() => result.current.state === 'joined')
  await act(() => other.leave())
  await until(() => result.current.peers.length === 0)
})

test('the last messages are kept, the oldest first', async () => {
  const { result } = enter()
  await until(() => result.current.state === 'joined')
  const { room: other } = await watch()
  await until(() => linked(other) === 1)
  for (const data of [1, 2]) other.send(data)
  await until(() => result.current.messages.length === 2)
  for (const data of [3, 4]) other.send(data)
  await until(() => result.current.messages.length === 3)
  await pass(10)
  expect(result.current.messages.map(({ data, peer }) => [data, peer.id])).toEqual([2, 3, 4].map((data) => [data, other.self]))
})

test('an action is sent by a function that stays the same, and heard by the listener of the last render', async () => {
  const room = (await watch()).room
  const { room: other } = await watch()
  await until(() => linked(room) === 1 && linked(other) === 1)
  const heard: string[] = []
  const { result, rerender } = renderHook(({ mark }) => ({
    send: useAction<string>(room, 'chat', (text) => heard.push(`${mark} ${text}`)), messages: useMessages<string>(room, { action: 'chat' }),
  }), { initialProps: { mark: 'first' }, wrapper: StrictMode })
  const { send } = result.current
  other.action<string>('chat').send('one')
  await pass(10)
  rerender({ mark: 'second' })
  expect(result.current.send).toBe(send)
  other.action<string>('chat').send('two')
  other.action<string>('other').send('unheard')
  await pass(10)
  expect(heard).toEqual(['first one', 'second two'])
  expect(result.current.messages.map(({ data }) => data)).toEqual(['one', 'two'])
  const answers: unknown[] = []
  other.action('chat').on((data) => answers.push(data))
  expect([send('three'), send('nobody', 'nobody')]).toEqual([1, 0])
  await pass(10)
  expect(answers).toEqual(['three'])
})
