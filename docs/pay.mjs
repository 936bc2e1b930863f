#!/usr/bin/env node
// Does the work that a node asks for (protocol.md, section 9) and prints the payment.
//   node pay.mjs QUOTE ACTION ROOM BODY [PEER]     ACTION: post, join or claim; PEER: the id of the session that pays, if it has one
import { createHash, randomBytes } from 'node:crypto'

const ACTIONS = { post: { number: 1, factor: 1 }, join: { number: 2, factor: 4 }, claim: { number: 3, factor: 1 } }
const MOST = 2 ** 24
const NONCES = 16

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

const [text, name, room, content = '', peer = ''] = process.argv.slice(2)
const action = ACTIONS[name]
if (!action || !room) {
  console.error('usage: node pay.mjs QUOTE post|join|claim ROOM BODY [PEER]')
  process.exit(2)
}

const quote = Buffer.from(text, 'base64url')
const body = Buffer.from(content)
const salt = randomBytes(8)
const work = Math.min(MOST, Math.min(MOST, quote.readUInt32BE(27)) * action.factor * Math.max(1, Math.ceil(body.length / 16384)))
const digest = sha256('almenara/pow-proof/v1\0', quote, Buffer.of(action.number), Buffer.from(room, 'base64url'),
  peer ? sha256(peer) : Buffer.alloc(32), sha256(body), salt)

const all = 2n ** 64n - 1n
const share = all * BigInt(NONCES) / BigInt(Math.max(1, work))
const target = share < all ? share : all
const block = Buffer.concat([digest, Buffer.alloc(12)])
const proof = [salt]
for (let nonce = 0; proof.length <= NONCES; nonce++) {
  block.writeUInt32BE(nonce, 40)
  if (sha256(block).readBigUInt64BE() <= target) {
    proof.push(Buffer.from(block.subarray(40)))
  }
}
console.log(`${text}.${Buffer.concat(proof).toString('base64url')}`)
