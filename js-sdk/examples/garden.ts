// A chat on Trystero's rooms, over nodes of Almenara: only the import and the URLs are not those of any other strategy of Trystero.
import { type JoinRoomConfig, joinRoom } from 'almenara/trystero'

export class Garden {
  readonly #room
  readonly #chat
  /** What was said, with the id of whoever said it. */
  readonly lines: string[] = []
  /** Who is there besides. */
  readonly others = new Set<string>()

  constructor(nodes: readonly string[], options: Partial<JoinRoomConfig> = {}) {
    this.#room = joinRoom({ ...options, appId: 'garden', relayConfig: { urls: nodes.map((node) => `${node}/trystero`) } }, 'chat')
    this.#chat = this.#room.makeAction<string>('chat', { onMessage: (text, { peerId }) => void this.lines.push(`${peerId}: ${text}`) })
    this.#room.onPeerJoin = (id) => void this.others.add(id)
    this.#room.onPeerLeave = (id) => void this.others.delete(id)
  }

  say(text: string): Promise<void> {
    return this.#chat.send(text)
  }

  leave(): Promise<void> {
    return this.#room.leave()
  }
}
