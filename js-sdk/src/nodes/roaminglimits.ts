/** How a room roams among the nodes of the mesh; times in milliseconds. */

/** At so many nodes a room is at once, unless told, and at most. */
export const REDUNDANCY = 2
export const MOST_REDUNDANCY = 4
/** For so long a node that does not let the room in is waited for, or so many failed attempts: as long as it takes to find out that WebSockets are blocked. */
export const GIVE_UP_AFTER = 6_000
export const ATTEMPTS = 3
/** For so long a node that was given up is passed over while there are others. */
export const PASS_OVER = 30_000
/** How soon those that can't be reached are looked at again while others are asked whether they can. */
export const LOOK_AGAIN = 1_000
/** For so long a node has to be good before one in use is left for it. */
export const STEADY = 30_000
/** How often better nodes are looked for, give or take a quarter; and how often at most when one is lost. */
export const FIND_EVERY = 300_000
export const FIND_AGAIN = 10_000
/** When so many nodes have refused for good, and none lets the room in, it is closed. */
export const MOST_REFUSALS = 8
/** For the farewell at a node that is left for another one. */
export const PART_WITHIN = 1_000
/** Claims and standing offers whose node is remembered, and signals. */
export const OFFERS = 256
export const SIGNALS = 1_000
/** Members of a room that a node is believed to have: as many as operators may allow. */
export const MOST_MEMBERS = 1_000
