import type { Clock } from '../clock.js'
import { endingWith } from '../ending.js'
import { AlmenaraError, reason } from '../errors.js'
import { joined } from '../seal/bytes.js'

/** What requests are made with. */
export interface Web {
  readonly fetch: typeof fetch
  readonly clock: Clock
}

/** What may be asked, and what is taken for an answer. */
export interface Question extends RequestInit {
  /** Milliseconds from the beginning to the last byte. */
  readonly within: number
  /** Bytes. */
  readonly most: number
}

export interface Reply {
  readonly status: number
  /** JSON; undefined where it is none. */
  readonly body: unknown
  /** Milliseconds until the answer began. */
  readonly after: number
}

/** Asks for JSON, without cookies, referrer and redirects. Rejects with `unreachable` when there is no answer in time, or a longer one. */
export async function ask({ fetch, clock }: Web, url: string, { within, most, signal, ...init }: Question): Promise<Reply> {
  const aborting = endingWith(signal)
  let stop = (): void => {}
  const end = new Promise<never>((_, reject) => { stop = clock.after(within, () => reject(new Error(`no answer within ${within} ms`))) })
  const began = clock.now()
  try {
    const options = { credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer', cache: 'no-store', ...init, signal: aborting.signal } as const
    const response = await Promise.race([fetch(url, options), end])
    const after = clock.now() - began
    const text = await Promise.race([read(response, most), end])
    return { status: response.status, body: parse(text), after }
  } catch (error) {
    throw new AlmenaraError('unreachable', `${url} can't be reached: ${reason(error)}`, { cause: error })
  } finally {
    stop()
    // Ends what is still under way; a body that has been read is none the worse for it.
    aborting.abort()
  }
}

async function read({ body }: Response, most: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = body?.getReader()
  for (;;) {
    const { done, value } = await reader?.read() ?? { done: true, value: undefined }
    if (done || !value) return new TextDecoder().decode(joined(...chunks))
    chunks.push(value)
    length += value.length
    if (length > most) throw new Error(`the answer is longer than ${most} bytes`)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
