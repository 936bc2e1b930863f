import { createHash, createHmac, hkdfSync } from 'node:crypto'

const LABEL = Buffer.from('almenara/seal-challenge/v1\0')

/** A challenge as a node makes it, written down once more from docs/protocol.md; an empty host stands for any. */
export function challenge(secret: Uint8Array, issued: number, random: Uint8Array, host = ''): string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', LABEL, 32))
  const signed = Buffer.alloc(32)
  signed[0] = 1
  signed.writeUInt32BE(issued, 1)
  signed.set(random, 5)
  if (host) signed.set(createHash('sha256').update(host).digest().subarray(0, 16), 16)
  const mac = createHmac('sha256', key).update(LABEL).update(signed).digest().subarray(0, 16)
  return Buffer.concat([signed, mac]).toString('base64url')
}
