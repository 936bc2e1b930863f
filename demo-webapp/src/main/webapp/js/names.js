// Names as people may type them and as peers may send them.

const MAX_NAME = 40
// Control, format and private characters could turn or hide text; the joiner stays, emoji need it.
const INVISIBLE = /(?!\u200d)\p{C}/gu

export function cleanName(value) {
  if (typeof value !== 'string') return ''
  return [...value.slice(0, 400).replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim()].slice(0, MAX_NAME).join('')
}

export const shortId = id => id.slice(0, 6)

export const shortRoom = room => `${room.slice(0, 8)}…`
