import { settle } from '../time.js'

/** Operations of WebCrypto that are under way: they take time of which no clock of a test knows. */
let pending = 0

const { subtle } = globalThis.crypto
for (const name of ['sign', 'verify', 'digest', 'deriveBits', 'deriveKey', 'importKey', 'exportKey', 'generateKey', 'encrypt', 'decrypt'] as const) {
  const operation = subtle[name].bind(subtle) as (...args: unknown[]) => Promise<unknown>
  Object.defineProperty(subtle, name, {
    configurable: true,
    value: async (...args: unknown[]) => {
      pending++
      try {
        return await operation(...args)
      } finally {
        pending--
      }
    },
  })
}

/** Lets everything that has been started come to rest, cryptography too. */
export async function quiet(): Promise<void> {
  do await settle()
  while (pending > 0)
}
