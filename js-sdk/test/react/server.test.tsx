import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { newRoomId } from '../../src/index.js'
import { useAction, useMessages, usePeers, useRoom, useRoomState } from '../../src/react/index.js'

function Page(): ReactNode {
  const room = useRoom('http://one.example', newRoomId())
  const send = useAction(room, 'chat', () => {})
  return `${useRoomState(room) ?? 'no room'}, ${usePeers(room).length} peers, ${useMessages(room).length} messages, sent to ${send('x')}`
}

test('on a server nothing is joined, and what is rendered is a page without a room', () => {
  expect(typeof RTCPeerConnection).toBe('undefined')
  expect(renderToString(<Page />)).toBe('no room, 0 peers, 0 messages, sent to 0')
})
