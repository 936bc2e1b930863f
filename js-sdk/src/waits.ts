/** How long signaling waits, in milliseconds. */

/** A connection may take that long to open, then to join. */
export const OPEN_WITHIN = 4_000
export const JOIN_WITHIN = 10_000
/** How often one that stands is tried, and how long an answer may take. */
export const PING_EVERY = 20_000
export const PONG_WITHIN = 5_000
/** For the answer of the node to somebody who leaves. */
export const LEAVE_WITHIN = 1_000
/** How long the work for a join may take: no quote is good for longer. */
export const WORK_WITHIN = 300_000
