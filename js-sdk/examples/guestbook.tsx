// A page on which everybody in the room reads what the others say.
import type { Options } from 'almenara'
import { useAction, useMessages, usePeers, useRoom, useRoomState } from 'almenara/react'
import { type FormEvent, type ReactNode, useState } from 'react'

interface Props { readonly nodes: readonly string[]; readonly room: string; readonly options?: Options }

export function Guestbook({ nodes, room: id, options = {} }: Props): ReactNode {
  const room = useRoom(nodes, id, options)
  const state = useRoomState(room) ?? 'connecting'
  const guests = usePeers(room).filter((peer) => peer.state === 'connected')
  const entries = useMessages<string>(room, { action: 'entry', limit: 50 })
  const send = useAction<string>(room, 'entry')
  const [text, setText] = useState('')

  const write = (event: FormEvent): void => {
    event.preventDefault()
    send(text)
    setText('')
  }
  return (
    <form onSubmit={write}>
      <p role="status">{state}, {guests.length} guests</p>
      <ul>{entries.map(({ data }, index) => <li key={index}>{data}</li>)}</ul>
      <input aria-label="entry" value={text} onChange={({ target }) => setText(target.value)} />
    </form>
  )
}
