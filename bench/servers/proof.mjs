// node bench/servers/proof.mjs: does the load generator notice what a server does wrong? A server of y-webrtc's protocol that is right, then five that are not.
import { WebSocketServer } from 'ws'
import { build, Generator } from './generator.mjs'

const EVERY = 100
const PORT = 28110
const SEATING = { rooms: 2, members: 5 }

/** What a server makes of a publication for one receiver: the texts that it sends. `other` is a connection of another room, `kept` what is held back for this receiver. */
const SERVERS = {
  'is right': (text) => [text],
  'loses one of a hundred': (text, { count }) => count % EVERY ? [text] : [],
  'says one of a hundred twice': (text, { count }) => count % EVERY ? [text] : [text, text],
  'says one of a hundred late': (text, { count, kept }) => {
    const late = kept.length && count > kept[0].count + EVERY ? [kept.shift().text] : []
    if (count % EVERY) return [text, ...late]
    kept.push({ text, count })
    return late
  },
  'says one of a hundred in another room': (text, { count, other }) => count % EVERY || !other ? [text] : other.send(text) ?? [text],
  'says that it refuses one of a hundred': (text, { count }) => count % EVERY ? [text] : [text, '{"type":"refused"}'],
}

function serve(deliver) {
  const topics = new Map()
  let count = 0
  const server = new WebSocketServer({ port: PORT, host: '127.0.0.1' })
  server.on('connection', (socket) => {
    socket.kept = []
    socket.on('message', (data) => {
      const message = JSON.parse(data)
      if (message.type === 'ping') return socket.send('{"type":"pong"}')
      if (message.type === 'subscribe') return message.topics.forEach((topic) => topics.set(topic, [...topics.get(topic) ?? [], socket]))
      const [other] = [...topics].filter(([topic]) => topic !== message.topic).map(([, sockets]) => sockets[0])
      for (const receiver of topics.get(message.topic)) deliver(String(data), { count: ++count, kept: receiver.kept, other }).forEach((text) => receiver.send(text))
    })
  })
  return new Promise((resolve) => server.once('listening', () => resolve(server)))
}

build()
for (const [name, deliver] of Object.entries(SERVERS)) {
  const server = await serve(deliver)
  const generator = new Generator()
  await generator.open('y-webrtc', [`http://127.0.0.1:${PORT}/`], SEATING)
  const { trouble, expected, delivered, first } = await generator.talk({ rate: 200, seconds: 3 })
  await generator.end()
  server.clients.forEach((socket) => socket.terminate())
  await new Promise((resolve) => server.close(resolve))
  const noticed = trouble > 0
  console.log(`${noticed === (name !== 'is right') ? 'good' : 'BAD'}: a server that ${name}: ${delivered} of ${expected}, ${trouble} wrong${first && `, first: ${first.slice(0, 120)}`}`)
  if (noticed !== (name !== 'is right')) process.exitCode = 1
}
