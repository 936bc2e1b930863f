// A network of twenty nodes of npm's bittorrent-dht on 127.0.0.1. The first line out is the port of the first of them;
// then each line in is a command in JSON, and each line out what has come of it.
import crypto from 'node:crypto'
import { createInterface } from 'node:readline'
import DHT from 'bittorrent-dht'

const NODES = 20
const HOST = '127.0.0.1'
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

const bytes = hex => Buffer.from(hex ?? '', 'hex')
const hex = value => Buffer.from(value).toString('hex')
// A text as hexadecimal digits; a dictionary with its texts as they are.
const plain = value => Buffer.isBuffer(value) ? hex(value)
  : Object.fromEntries(Object.entries(value).map(([name, each]) => [name, Buffer.isBuffer(each) ? each.toString() : each]))
const publicKey = key => crypto.createPublicKey({ key: Buffer.concat([SPKI, key]), format: 'der', type: 'spki' })
const verify = (signature, message, key) => crypto.verify(null, message, publicKey(key), signature)

const keys = crypto.generateKeyPairSync('ed25519')
const ownKey = keys.publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI.length)

function start (bootstrap) {
  const node = new DHT({ bootstrap, verify })
  return new Promise(resolve => node.listen(0, HOST, () => resolve(node)))
}

const first = await start(false)
const nodes = [first]
while (nodes.length < NODES) {
  const node = await start([`${HOST}:${first.address().port}`])
  await new Promise(resolve => node.once('ready', resolve))
  nodes.push(node)
}
const any = () => nodes[Math.floor(Math.random() * nodes.length)]

const commands = {
  // Always by the same node, so that it comes to the same twenty of the others, at least one of which is not of this program.
  put: ({ value, salt, seq, cas }) => new Promise(resolve => {
    const v = Buffer.from(value)
    const mutable = { k: ownKey, seq, cas, salt: salt === undefined ? undefined : Buffer.from(salt), sign: message => crypto.sign(null, message, keys.privateKey) }
    first.put(seq === undefined ? { v } : { v, ...mutable },
      (error, target, copies) => resolve(error ? { error: error.code } : { target: hex(target), copies }))
  }),
  get: ({ target, salt }) => new Promise(resolve => {
    any().get(bytes(target), { cache: false, salt: salt === undefined ? undefined : Buffer.from(salt) },
      (error, found) => resolve(error || !found ? {} : { value: plain(found.v), seq: found.seq ?? -1 }))
  }),
  announce: ({ key, port }) => new Promise(resolve => any().announce(bytes(key), port, error => resolve(error ? { error: error.code } : {}))),
  peers: ({ key }) => new Promise(resolve => {
    const node = any()
    const ports = new Set()
    const hear = peer => ports.add(peer.port)
    node.on('peer', hear)
    node.lookup(bytes(key), () => {
      node.off('peer', hear)
      resolve({ ports: [...ports] })
    })
  }),
  key: () => Promise.resolve({ key: hex(ownKey) })
}

console.log(String(first.address().port))
const lines = createInterface({ input: process.stdin })
lines.on('line', async line => {
  const { command, ...fields } = JSON.parse(line)
  console.log(JSON.stringify(await commands[command](fields)))
})
lines.on('close', () => process.exit(0))
