const ROOM = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/

/** Bytes as base64url without padding (RFC 4648 section 5). */
export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

/** A new room id: 43 characters of base64url from 32 random bytes. Who knows it can join the room. */
export function newRoomId(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)))
}

/** The id of the public room of that name: the SHA-256 of the name. Anybody who guesses the name can join. */
export async function roomIdFor(name: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(name))
  return base64url(new Uint8Array(digest))
}

/** Whether the text is the encoding of 32 bytes. */
export function isRoomId(text: string): boolean {
  return ROOM.test(text)
}

/** A random id for links and signals: 16 characters of base64url. */
export function randomId(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(12)))
}
