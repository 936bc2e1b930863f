import { misuse } from '../../errors.js'
import type { RoomEvents } from '../../events.js'
import type { MeshHost } from '../../mesh.js'
import type { ContactOptions } from '../../options.js'
import type { Sealing } from '../../sealing.js'
import { type Bytes, decode } from '../bytes.js'
import { type Contact, contactOf } from '../contacts.js'
import type { SignedRoom } from '../room.js'
import { type Pair, platform } from '../webcrypto.js'
import { KnownSealing } from './sealing.js'
import { Tags } from './tags.js'

/** What known peers need of their room. */
export interface KnownConfig {
  /** What everything goes through that is not between those who know each other. */
  readonly inner: Sealing
  readonly room: SignedRoom
  /** Whether the room has a secret. */
  readonly sealed: boolean
  readonly host: MeshHost
  readonly contacts: ContactOptions
  /** Tells the application what has happened. */
  tell<K extends 'contact' | 'error'>(name: K, ...args: RoomEvents[K]): void
  report(error: unknown): void
}

export type Tell = KnownConfig['tell']

/** Makes what a room goes through in which some know each other. Rejects with `misuse` for contacts that can't work. */
export async function createKnown(config: KnownConfig): Promise<Sealing> {
  const { contacts: { own, known, onlyKnown }, host, room } = config
  if (host.topology) throw misuse('Leave out options.contacts or options.topology: the links of a mesh are not made by who knows whom.')
  // What is not typed may leave it out.
  const { key } = await contactOf((own as Contact | undefined)?.pair as Pair).catch(() => ({ key: undefined }))
  if (key === undefined || key !== own.key) throw misuse('options.contacts.own comes from newContact(), or from contactOf(pair).')
  const tags = await Tags.of(own, known, { room: decode(room.room, 32) as Bytes, self: room.identity.peer }, platform)
  if (onlyKnown) host.stand(0)
  return new KnownSealing(config, tags)
}
