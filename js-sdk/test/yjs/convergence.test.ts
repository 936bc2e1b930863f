import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agree, Circle, type Member } from './members.js'

type Step =
  | { kind: 'insert'; who: number; at: number; text: string }
  | { kind: 'delete'; who: number; at: number; length: number }
  | { kind: 'set' | 'unset'; who: number; key: number }
  | { kind: 'part'; who: number }
  | { kind: 'meet' | 'late' }
  | { kind: 'leave'; who: number }
  | { kind: 'pass'; ms: number }

const who = fc.nat(4)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('insert' as const), who, at: fc.nat(50), text: fc.string({ minLength: 1, maxLength: 5 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), who, at: fc.nat(50), length: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('set' as const, 'unset' as const), who, key: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(300) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('part' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('meet' as const, 'late' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), who }) },
)

/** Carries out a step; nobody is told more than by the network. */
async function carryOut(step: Step, circle: Circle, members: Member[]): Promise<void> {
  const member = 'who' in step ? members[step.who % members.length] as Member : undefined
  const { text, doc, room, provider } = member ?? {}
  switch (step.kind) {
    case 'insert': return text?.insert(Math.min(step.at, text.length), step.text)
    case 'delete': return text?.delete(Math.min(step.at, text.length), Math.min(step.length, text.length - Math.min(step.at, text.length)))
    case 'set': return void doc?.getMap('map').set(`key ${step.key}`, doc.clientID)
    case 'unset': return doc?.getMap('map').delete(`key ${step.key}`)
    case 'part': return room && circle.hub.part(room)
    case 'meet': return circle.hub.part()
    case 'pass': return circle.clock.pass(step.ms)
    case 'late': return void (members.length < 5 && members.push(circle.enter(`late ${circle.clock.now()} ${members.length} ${circle.hub.random()}`)))
    case 'leave':
      if (members.length <= 2 || !room) return
      provider?.destroy()
      room.leave()
      members.splice(members.indexOf(member as Member), 1)
  }
}

test('whatever is written at once, lost, doubled and overtaken, and whoever comes and goes: all agree in the end', async () => {
  await fc.assert(fc.asyncProperty(fc.integer(), fc.array(step, { maxLength: 60, size: 'max' }), async (seed, steps) => {
    const circle = new Circle({ delay: [1, 200], lost: 0.3, twice: 0.2 }, seed)
    const members = [...'abc'].map((name) => circle.enter(name, { interval: 500 }))
    for (const step of steps) await carryOut(step, circle, members)
    circle.hub.weather = { delay: [5, 5], lost: 0, twice: 0, rate: Infinity }
    for (const { peers } of circle.hub.rooms) for (const peer of peers.values()) peer.weather = circle.hub.weather
    circle.hub.part()
    await circle.clock.pass(5_000)
    expect(agree(members)).toBe(true)
    expect(members.flatMap(({ refused }) => refused)).toEqual([])
    // What somebody wrote last may be lost with it, and what it wrote then may be there: that waits for good.
    const stayed = !steps.some(({ kind }) => kind === 'leave')
    if (stayed) expect(members.every(({ doc }) => doc.store.pendingStructs === null && doc.store.pendingDs === null)).toBe(true)
    for (const { provider } of members) provider.destroy()
  }), { numRuns: 200, seed: 20261121 })
})
