// A chat that can be tested without a network: what it needs of the platform comes in by the options of `join`.
import { join, type Options, type Room } from 'almenara'

export interface Line { readonly from: string; readonly text: string }

export class Chat {
  readonly room: Room
  readonly lines: Line[] = []
  /** What could not be said yet, for want of somebody who hears it. */
  readonly unsaid: string[] = []

  constructor(nodes: readonly string[], room: string, options: Options = {}) {
    this.room = join(nodes, room, options)
    this.room.action<string>('chat').on((text, { id }) => this.lines.push({ from: id, text }))
    this.room.on('open', () => { for (const text of this.unsaid.splice(0)) this.say(text) })
  }

  say(text: string): void {
    if (this.room.action<string>('chat').send(text) === 0) this.unsaid.push(text)
  }

  close(): Promise<void> {
    return this.room.leave()
  }
}
