// Who is measured with what. `ratio` is what ours may cost at most, as a share of the other one's cost for each delivered message at the highest rate; a window counts deliveries under way.
const links = { rooms: 100, members: 2 }
const fives = { rooms: 40, members: 5 }
const fifties = { rooms: 4, members: 50 }

export const CONTESTS = [
  { id: 'peerjs', what: 'PeerJS, links', protocol: 'peerjs', path: '/peerjs/', seating: links, window: 200, ratio: 0.75 },
  { id: 'y-5', what: 'y-webrtc, rooms of 5', protocol: 'y-webrtc', path: '/y-webrtc', seating: fives, window: 250, ratio: 0.55, floor: true, quick: true },
  { id: 'y-50', what: 'y-webrtc, rooms of 50', protocol: 'y-webrtc', path: '/y-webrtc', seating: fifties, window: 500, ratio: 0.45, floor: true },
  { id: 'tracker', what: 'WebTorrent tracker, links', protocol: 'tracker', path: '/tracker', seating: links, window: 100, ratio: 0.5 },
  // A newcomer is told to everybody, and again every ten seconds, so there are few.
  { id: 'star', what: 'webrtc-star, links', protocol: 'star', path: '/socket.io/', seating: { rooms: 20, members: 2 }, window: 200, ratio: 0.6 },
]

/** Of the bare WebSocket: what ours may cost with y-webrtc, in the same rooms. */
export const FLOOR_RATIO = 1.2
export const FIXED_RATE_RATIO = 0.6

export const NATIVE = [
  { id: 'native-link', what: 'native, links', protocol: 'native-link', path: '/', seating: links, window: 200, quick: true },
  { id: 'native-5', what: 'native, rooms of 5', protocol: 'native', path: '/', seating: fives, window: 250 },
  { id: 'native-50', what: 'native, rooms of 50', protocol: 'native', path: '/', seating: fifties, window: 500 },
]

/** Idle connections, each in its seat. Those of webrtc-star have none: the reference server tells each newcomer to all, and all to all every ten seconds. */
export const IDLE = [
  { id: 'peerjs', what: 'PeerJS', protocol: 'peerjs', path: '/peerjs/', members: 2 },
  { id: 'y-webrtc', what: 'y-webrtc, rooms of 5', protocol: 'y-webrtc', path: '/y-webrtc', members: 5 },
  { id: 'tracker', what: 'WebTorrent tracker', protocol: 'tracker', path: '/tracker', members: 2 },
  { id: 'star', what: 'webrtc-star, not joined', protocol: 'star-idle', path: '/socket.io/', members: 2 },
  { id: 'native', what: 'native, rooms of 5', protocol: 'native', path: '/', members: 5 },
]

const MEMBERS = [2, 5, 10, 20, 50, 100]
const ROOMS = [1, 10, 100, 1000, 10_000, 100_000]
/** So many messages under way in a room of two: more, with what answers them, and a connection is cut off for being slow. */
const OF_TWO = 64
/** With more seats than this a connection has several. */
const MOST_CONNECTIONS = 1000
const SEATS = 200

/** The same number of connections in rooms of growing size, and rooms of two in growing number. */
export const growingMembers = (protocol, path) => MEMBERS.map((members) =>
  ({ at: members, protocol, path, window: Math.max(250, 5 * members), seating: { rooms: SEATS / members, members } }))

export const growingRooms = (most) => ROOMS.filter((rooms) => rooms <= most).map((rooms) =>
  ({ at: rooms, protocol: 'native', path: '/', window: Math.min(250, OF_TWO * rooms), seating: { rooms, members: 2, connections: Math.min(2 * rooms, MOST_CONNECTIONS) } }))
