import { base64url } from '../ids.js'
import { decode, label, utf8 } from '../seal/bytes.js'
import { type Signer, verify } from '../seal/ed25519.js'

/** An entry of a signed table as it stands there (section 12 of the protocol). */
export interface TableEntry {
  readonly bleachTTL: number
  /** The public key of whoever has signed it. */
  readonly author: string
  /** `signature.time.end.value` */
  readonly data: string
}

/** What an author has signed; an empty value says that there is none any more. */
export interface Signed {
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly end: number
  readonly value: string
}

const DATA = /^([\w-]{86})\.(([1-9]\d{0,15})\.([1-9]\d{0,15})\.(.*))$/s

function message(table: string, key: string, text: string): Uint8Array[] {
  return [label('shared-state'), utf8(`${table}\0${key}\0${text}`)]
}

/** The data of an entry. */
export async function sign(signer: Signer, table: string, key: string, { time, end, value }: Signed): Promise<string> {
  const text = `${time}.${end}.${value}`
  return `${base64url(await signer.sign(...message(table, key, text)))}.${text}`
}

/** What the author has signed; undefined when it has not, or not for this key of this table. */
export async function open(table: string, key: string, { author, data }: TableEntry): Promise<Signed | undefined> {
  const [, signature, text = '', time, end, value = ''] = DATA.exec(data) ?? []
  const publicKey = decode(author, 32)
  const bytes = decode(signature, 64)
  if (!publicKey || !bytes || !key.startsWith(`${author}/`)) return undefined
  return await verify(publicKey, bytes, ...message(table, key, text)) ? { time: Number(time), end: Number(end), value } : undefined
}
