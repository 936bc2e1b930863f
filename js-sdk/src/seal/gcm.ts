import { type Bytes, joined } from './bytes.js'
import { subtle } from './webcrypto.js'

const NONCE = 12

/** The nonce and what AES-GCM makes of the content. */
export async function encrypt(key: CryptoKey, nonce: Bytes, content: Bytes, additionalData: Bytes): Promise<Bytes> {
  const sealed = await subtle().encrypt({ name: 'AES-GCM', iv: nonce, additionalData }, key, content)
  return joined(nonce, new Uint8Array(sealed))
}

/** The content; undefined when anything is not as it was. */
export async function decrypt(key: CryptoKey, bytes: Bytes, additionalData: Bytes): Promise<Bytes | undefined> {
  try {
    const iv = bytes.subarray(0, NONCE)
    return new Uint8Array(await subtle().decrypt({ name: 'AES-GCM', iv, additionalData }, key, bytes.subarray(NONCE)))
  } catch (error) {
    if ((error as Error).name === 'OperationError') return undefined
    throw error
  }
}
