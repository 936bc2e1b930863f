import type { Replica } from '../../src/state/index.js'
import { toWire } from '../../src/state/entry.js'
import { answer, decodeMessage, type Message, opening } from '../../src/state/sync.js'

/** What a replica sends when it gets the message, as it is after the journey. */
export function respond(replica: Replica, raw: unknown, now: number): Message[] {
  const message = decodeMessage(JSON.parse(JSON.stringify(raw)))
  if (!message) throw new Error(`malformed: ${JSON.stringify(raw)}`)
  if ('entries' in message) {
    replica.merge(message.entries, now)
    return []
  }
  replica.expire(now)
  const { keys, messages } = answer(replica, message)
  return keys.length > 0 ? [{ entries: [...replica.known(keys)].map(toWire) }, ...messages] : [...messages]
}

/** One comparison, to its end; returns all that was sent. */
export function compare(one: Replica, other: Replica, salt: number, now: number): Message[] {
  for (const replica of [one, other]) replica.expire(now)
  const sent: Message[] = [opening(one, salt)]
  const queue: [to: Replica, message: Message][] = [[other, sent[0] as Message]]
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [to, message] = next
    for (const response of respond(to, message, now)) {
      sent.push(response)
      queue.push([to === one ? other : one, response])
    }
    if (sent.length > 10_000) throw new Error('the comparison does not end')
  }
  return sent
}

/** All that a replica has, in an order that does not depend on how it got there. */
export function content(replica: Replica, now: number): string[] {
  return replica.export(now).map((entry) => JSON.stringify(entry)).sort()
}
