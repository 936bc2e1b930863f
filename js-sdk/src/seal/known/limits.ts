/** Contacts that a user may know in a room: as many tags as a hello has, so that it does not say how many there are. */
export const MOST_KNOWN = 64
/** Bytes of a tag. */
export const TAG = 10
/** Milliseconds after meeting a peer for which a link with it waits for its hello: then it is taken for somebody who has no contacts. */
export const HELLO_WITHIN = 1_000
/** Milliseconds between two empty letters to a contact that has said hello again, and between two signals that tell a peer that no link is wanted. */
export const AGAIN = 10_000
/** Peers whose tags are kept; links whose keys are, and peers that were told something. */
export const KEPT_TAGS = 256
export const KEPT = 4_096
/** The most bytes of JSON for a contact in a room with a secret, where the envelope is sealed once more. */
export const LONGEST_IN_SECRET = 16_374
