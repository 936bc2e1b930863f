import { AlmenaraError } from '../errors.js'
import { base64url } from '../ids.js'
import { isObject } from '../messages.js'
import { decode, field, label } from '../seal/bytes.js'
import { readItem, type Verify } from './item.js'
import { ANSWER_WITHIN, LONGEST_PROOF } from './limits.js'
import type { MeshNode } from './ports.js'
import { type NodeRecord, signedRecord } from './record.js'
import { ask, type Web } from './web.js'

const NONCE = 32
const SIGNATURE = 64

/** What a node has shown. */
export interface Shown {
  /** `moved`: it has the key, but says to be at another URL. */
  readonly outcome: 'proven' | 'lied' | 'moved'
  readonly record: NodeRecord
  /** Milliseconds of the round trip. */
  readonly after: number
}

/** Asks a node to show that it has its key (section 11 of the protocol). Rejects with `unreachable` when it does not answer, or with something that is no proof. */
export async function askProof(web: Web, node: MeshNode, verify: Verify): Promise<Shown> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE))
  const { body, after } = await ask(web, `${node.url}/nodes/proof?nonce=${base64url(nonce)}`, { within: ANSWER_WITHIN, most: LONGEST_PROOF })
  const record = isObject(body) ? await signedRecord(readItem(body.record), verify) : undefined
  const proof = isObject(body) ? decode(body.proof, SIGNATURE) : undefined
  if (!record || !proof) throw new AlmenaraError('unreachable', `${node.url} does not answer as a node of the mesh does.`)
  // Whose proof it is comes first: what somebody else's node says of itself is no news of this one.
  if (record.key !== node.key || !await verify(record.item.key, proof, label('node-proof'), nonce, field(record.url))) return { outcome: 'lied', record, after }
  return { outcome: record.url === `${node.url}/` ? 'proven' : 'moved', record, after }
}
