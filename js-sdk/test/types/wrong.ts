// Code that must not compile: each line below an @ts-expect-error is an error, or the check fails.
import type { Doc } from 'yjs'
import * as almenara from '../../src/index.js'
import { join, type Peer, type Room } from '../../src/index.js'
import { InspectorElement, Recorder } from '../../src/inspector/index.js'
import { createSolver, price, type Work } from '../../src/pow/index.js'
import { openDevices } from '../../src/devices/index.js'
import * as actions from '../../src/actions/index.js'
import { createActions } from '../../src/actions/index.js'
import * as files from '../../src/files/index.js'
import { createFiles } from '../../src/files/index.js'
import * as nodes from '../../src/nodes/index.js'
import { dhtGet, dhtPut, nodeBook } from '../../src/nodes/index.js'
import { useAction, useMessages, useRoom } from '../../src/react/index.js'
import * as state from '../../src/state/index.js'
import { shareState } from '../../src/state/index.js'
import * as testing from '../../src/testing/index.js'
import { YjsProvider } from '../../src/yjs/index.js'

declare const work: Work
declare const room: Room
declare const peer: Peer
declare const doc: Doc

// @ts-expect-error a room is joined, not made
new almenara.Room()
// @ts-expect-error a peer is met, not made
new almenara.Peer()
// @ts-expect-error a room id is a string
join('https://node.example', 42)
// @ts-expect-error nodes are strings
join([new Date()], 'room')
// @ts-expect-error there is no such transport
join('https://node.example', 'room', { transport: 'carrier-pigeon' })
// @ts-expect-error options are spelled out
join('https://node.example', 'room', { pools: false })
// @ts-expect-error there is no such event
room.on('mesage', () => {})
// @ts-expect-error the state is one of five words
room.on('state', (state) => state === 'open')
// @ts-expect-error a message has data and a peer only
room.on('message', (_data, _peer, _more) => {})
// @ts-expect-error the state can't be set
room.state = 'closed'
// @ts-expect-error the peers can't be changed
room.peers.clear()
// @ts-expect-error undefined is no data
room.send(undefined)
// @ts-expect-error an action sends what it was made for
room.action<{ x: number }>('move').send({ x: 'left' })
// @ts-expect-error an action gives what it was made for
room.action<{ x: number }>('move').on(({ y }) => y)
// @ts-expect-error the id of a peer stays
peer.id = 'other'
// @ts-expect-error a path is promised
peer.path().kind
// @ts-expect-error there is no such thing to pay for
price({ ...work, action: 'wave' })
// @ts-expect-error work has a body
price({ quote: '', action: 'post' })
// @ts-expect-error progress is what comes from the solver
createSolver().solve(work, { onProgress: ({ percent }) => percent })
// @ts-expect-error a map is shared, not made
new state.SharedState(room, 'board')
// @ts-expect-error a map has a name
shareState(room)
// @ts-expect-error options are spelled out
shareState(room, 'board', { entry: 10 })
// @ts-expect-error the map holds what it was made for
shareState<{ x: number }>(room, 'board').set('k', { y: 1 })
// @ts-expect-error there may be nothing
shareState<{ x: number }>(room, 'board').get('k').x
// @ts-expect-error a cause is one of four words
shareState(room, 'board').on('change', ({ cause }) => cause === 'mine')
// @ts-expect-error actions are created for a room
new actions.Actions(room, {})
// @ts-expect-error an action is defined, not made
new actions.Action('x')
// @ts-expect-error options are spelled out
createActions(room, { byte: 10 })
// @ts-expect-error an action sends what it was made for
createActions(room).define<{ x: number }>('move').send({ x: 'left' })
// @ts-expect-error metadata are of their type
createActions(room).define<string, string, number>('x').send('x', { metadata: 'y' })
// @ts-expect-error a handler gives what it was made for
createActions(room).define<string, number>('count').handle((text) => text)
// @ts-expect-error a reply is promised
createActions(room).define<string, number>('count').request('peer', 'x').toFixed()
// @ts-expect-error a request is for one peer
createActions(room).define<string, number>('count').request(['one', 'other'], 'x')
// @ts-expect-error there may be an error in its place
for await (const { data } of createActions(room).define<string, number>('count').requestMany('x')) data.toFixed()
// @ts-expect-error buffers arrive as a Uint8Array
createActions(room).define<ArrayBuffer>('x').on((data) => data.resize())
// @ts-expect-error files are created for a room
new files.Files(room)
// @ts-expect-error a file is a Blob
createFiles(room).share('text')
// @ts-expect-error options are spelled out
createFiles(room, { windows: 10 })
// @ts-expect-error progress is told in bytes
createFiles(room).fetch('id', { onProgress: ({ percent }) => percent })
// @ts-expect-error a file is promised
createFiles(room).fetch('id').name
// @ts-expect-error a store has four methods
createFiles(room, { store: { read: async () => undefined } })
// @ts-expect-error there are two kinds of devices
openDevices({ smell: true })
// @ts-expect-error devices are promised
openDevices({ audio: true }).stream
// @ts-expect-error options are spelled out
room.addStream(new MediaStream(), { too: 'x' })
// @ts-expect-error the streams of a peer can't be set
peer.streams = []
// @ts-expect-error there may be no link
peer.stats().then(({ path }) => path)
// @ts-expect-error a world is created, not made
new testing.World({})
// @ts-expect-error options are spelled out
testing.createWorld({ node: 3 })
// @ts-expect-error a path is one of three words
testing.createWorld().path = 'slow'
// @ts-expect-error a delay has a least and a most
testing.createWorld().delay = 100
// @ts-expect-error a stream has sounds and pictures
testing.fakeStream('smell')
// @ts-expect-error a provider has a document
new YjsProvider(room)
// @ts-expect-error options are spelled out
new YjsProvider(room, doc, { names: 'notes' })
// @ts-expect-error whether it is synced can't be set
new YjsProvider(room, doc).synced = true
// @ts-expect-error there is no room at first
useRoom('https://node.example', 'room').send('x')
// @ts-expect-error an action sends what it was made for
useAction<string>(room, 'chat')(1)
// @ts-expect-error options are spelled out
useMessages(room, { most: 10 })

createActions(room).define<string, ArrayBuffer>('x').request(peer, 'x', { onReply: ({ bytes, size }) => bytes / size }).then((data) => data.subarray(1))
createActions(room).define<File>('x').on((data, { peer, metadata }) => [data.slice(), peer, metadata])
createFiles(room, { store: files.memoryStore() }).on('refused', ({ peer, reason }) => [peer, reason])
shareState<{ x: number }>(room, 'board', { author: 'me' }).on('change', ({ value, previous }) => [value?.x, previous?.x])
room.action<{ x: number }>('move').on(({ x }, from) => `${x} ${from.id}`)
room.on('signal', (data, from) => [data, from?.id])
export const info: Promise<string[]> = room.joined.then(({ members }) => members)
// @ts-expect-error a recorder has one option
new Recorder({ limits: 10 })
// @ts-expect-error rooms are watched, not ids
new Recorder().watch('room')
// @ts-expect-error what an inspector records is changed by a recorder alone
new InspectorElement().rooms.push(room)
// @ts-expect-error a book is opened, not made
new nodes.Book(['https://node.example'])
// @ts-expect-error a book begins at the URLs of several nodes
nodeBook('https://node.example')
// @ts-expect-error an item has a salt
dhtGet(['https://node.example'], { key: 'key' })
// @ts-expect-error what is put is signed by a pair, not by a key
dhtPut(['https://node.example'], { key: 'key', salt: 'almenara/x', seq: 1, value: '' })
