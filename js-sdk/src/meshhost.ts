import type { Clock } from './clock.js'
import type { Mesh, MeshHost } from './mesh.js'
import type { Sealing } from './sealing.js'
import type { RoomSignaling } from './session.js'

/** What the keeper of a room's peers does for those who decide about its links. */
export interface LinkKeeper extends Pick<MeshHost, 'stand' | 'begin' | 'end' | 'heard' | 'deliver' | 'act'> {
  mesh: Mesh | undefined
}

export interface MeshParts extends Pick<MeshHost, 'room' | 'rest'> {
  readonly keeper: LinkKeeper
  readonly nodes: RoomSignaling
  readonly time: Clock
  readonly topology: MeshHost['topology'] | undefined
}

/** What a mesh, and what seals, are given of their room. It is not in the core, for few rooms need it. */
export function meshHost({ room, rest, keeper, nodes, time, topology }: MeshParts): MeshHost {
  return {
    room, rest, time,
    topology: topology as MeshHost['topology'],
    here: () => nodes.connected,
    come: () => nodes.start(),
    ask: (command) => nodes.request(command),
    post: (data, to, wanted) => nodes.signal(data, to, wanted),
    seal: () => nodes.sealing as Sealing,
    stand: (offers) => keeper.stand(offers),
    begin: (peer, lease) => keeper.begin(peer, lease),
    end: (peer) => keeper.end(peer),
    heard: (message, from) => keeper.heard(message, from),
    deliver: (as, data, from) => keeper.deliver(as, data, from),
    act: (name, data, from) => keeper.act(name, data, from),
  }
}
