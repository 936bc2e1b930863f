import { base64url } from '../ids.js'
import { decrypt, encrypt } from '../seal/gcm.js'
import { type Bytes, decode, joined, label, utf8 } from '../seal/bytes.js'
import { subtle } from '../seal/webcrypto.js'

const TAG_BITS = 128
const NONCE = 12

/** Where in a table the parts of a map are, and what nobody else can read. */
export interface Place {
  /** Stands in the keys of the parts: 22 characters of base64url. */
  readonly tag: string
  encrypt(text: string, key: string): Promise<string>
  /** Undefined for what was not encrypted for that key. */
  decrypt(value: string, key: string): Promise<string | undefined>
}

/** The place of the map of that name, for those who know the secret: by HKDF-SHA-256 and AES-256-GCM. */
export async function placeOf(secret: string, name: string): Promise<Place> {
  const root = await subtle().importKey('raw', utf8(secret), 'HKDF', false, ['deriveBits', 'deriveKey'])
  const derivation = (use: string): HkdfParams => ({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: joined(label(use), utf8(name)) })
  const tag = base64url(new Uint8Array(await subtle().deriveBits(derivation('mirror-tag'), root, TAG_BITS)))
  const content = await subtle().deriveKey(derivation('mirror-content'), root, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  return {
    tag,
    async encrypt(text, key) {
      return base64url(await encrypt(content, crypto.getRandomValues(new Uint8Array(NONCE)), utf8(text), utf8(key)))
    },
    async decrypt(value, key) {
      const bytes = bytesOf(value)
      const text = bytes && await decrypt(content, bytes, utf8(key))
      return text && new TextDecoder().decode(text)
    },
  }
}

function bytesOf(value: string): Bytes | undefined {
  return decode(value, Math.floor(value.length * 3 / 4))
}
