/** The label of the data channel that the offerer makes. */
export const CHANNEL = 'almenara'

/** The action by which a peer tells what goes with its streams, and how many characters of JSON that takes at most. */
export const MEDIA = 'almenara/media'
export const MOST_METADATA = 4_096
