/** Milliseconds that a node has for the opening of a WebSocket, before the next one is tried. */
export const OPENING = 5_000
/** Milliseconds after which a connection counts as one that holds: the back-off begins anew. */
export const STEADY = 5_000
/** Milliseconds without a word after which the node is asked for one, */
export const SILENCE = 20_000
/** and which it has for that. */
export const PATIENCE = 10_000
/** Publications that wait while no node is connected; beyond, the oldest goes. Announcements are made anew and do not wait. */
export const WAITING = 64
/** Nodes that a page is connected to at a time, unless told. */
export const REDUNDANCY = 2
