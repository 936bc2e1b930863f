import { type Bytes, joined } from '../data/bytes.js'
import { misuse } from '../errors.js'
import { toJson } from '../frames.js'
import { TYPE_LENGTH } from './limits.js'
import type { Form } from './messages.js'

/** What is sent, as bytes. */
export interface Body {
  readonly form: Form
  readonly type?: string
  readonly size: number
  /** Those from `at` to before `end`. */
  read(at: number, end: number): Uint8Array | Promise<Uint8Array>
}

/** Bytes are copied, for they may take a while; those of a Blob are read when they are to go. Throws `misuse` for what can't be sent. */
export function bodyOf(data: unknown): Body {
  if (data instanceof Blob) return ofBlob(data)
  const bytes = asBytes(data)
  if (bytes) return ofBytes('bytes', joined(bytes))
  return ofBytes('json', new TextEncoder().encode(data === undefined ? '' : toJson(data)))
}

/** The value again: JSON as it was, bytes as a Uint8Array, a Blob with its type. Throws for what is not JSON. */
export function valueOf({ form, type = '' }: { readonly form: Form; readonly type?: string }, parts: readonly Uint8Array[]): unknown {
  if (form === 'blob') return new Blob(parts as Bytes[], { type })
  const bytes = joined(...parts)
  if (form === 'bytes') return bytes
  return bytes.length === 0 ? undefined : JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
}

function ofBytes(form: Form, bytes: Bytes): Body {
  return { form, size: bytes.length, read: (at, end) => bytes.subarray(at, end) }
}

function ofBlob(blob: Blob): Body {
  const { size, type } = blob
  if (type.length > TYPE_LENGTH) throw misuse(`The type of a Blob has ${TYPE_LENGTH} characters at most.`)
  return { form: 'blob', type, size, read: async (at, end) => new Uint8Array(await blob.slice(at, end).arrayBuffer()) }
}

function asBytes(data: unknown): Uint8Array | undefined {
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : undefined
}
