/** The label of the data channel that the offerer makes. */
export const CHANNEL = 'almenara'
