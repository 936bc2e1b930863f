// A text that several people write at once, with the names of those who are there.
import { join, type Options, type Room } from 'almenara'
import { YjsProvider } from 'almenara/yjs'
import * as Y from 'yjs'

export class Notes {
  readonly room: Room
  readonly doc = new Y.Doc()
  readonly text = this.doc.getText('notes')
  readonly provider: YjsProvider

  constructor(nodes: readonly string[], room: string, name: string, options: Options = {}) {
    this.room = join(nodes, room, options)
    this.provider = new YjsProvider(this.room, this.doc, { name: 'notes' })
    this.provider.awareness.setLocalStateField('user', { name })
  }

  /** The names of those who are there, in order. */
  get people(): string[] {
    return [...this.provider.awareness.getStates().values()].flatMap(({ user }) => user ? [(user as { name: string }).name] : []).sort()
  }

  close(): Promise<void> {
    return this.room.leave()
  }
}
