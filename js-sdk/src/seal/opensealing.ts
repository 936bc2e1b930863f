import type { LinkMessage } from '../host.js'
import type { Command, Ok } from '../messages.js'
import { openLink, type SealedLink, type Sealing, type Send } from '../sealing.js'
import type { SignalingEvents } from '../session.js'
import type { OpenTransport } from '../transport.js'
import { entrance, type Gatekeeper } from './entrance.js'

/** A public room in which this peer is known by its key, and everything else goes as it is: for members that know nothing of keys. */
export class OpenSealing implements Sealing {
  readonly room: string
  readonly #keeper: Gatekeeper

  constructor(keeper: Gatekeeper) {
    this.room = keeper.room.room
    this.#keeper = keeper
  }

  transport(open: OpenTransport): OpenTransport {
    return entrance(this.#keeper, open)
  }

  ask(command: Command, send: Send): Promise<Ok> {
    return send(command)
  }

  pass(_name: keyof SignalingEvents, _told: unknown, deliver: () => void): void {
    deliver()
  }

  idle(): Promise<unknown> {
    return Promise.resolve()
  }

  link(): SealedLink {
    return openLink
  }

  sign(_to: string, message: LinkMessage): Promise<LinkMessage> {
    return Promise.resolve(message)
  }

  check(): Promise<void> {
    return Promise.resolve()
  }
}
