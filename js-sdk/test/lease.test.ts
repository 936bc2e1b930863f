import { expect, test } from 'vitest'
import { Dialer } from '../src/dialer.js'
import { AlmenaraError } from '../src/errors.js'
import { Gate } from '../src/gate.js'
import type { PeerHost } from '../src/host.js'
import type { Command, Ok } from '../src/messages.js'

/** The commands of a dialer on a page that has no connection left. */
async function asked(by: 'claim' | 'signals' | Ok): Promise<{ commands: Command[]; failures: string[] }> {
  const commands: Command[] = []
  const failures: string[] = []
  const full = (): never => { throw new AlmenaraError('too-many-connections', 'full') }
  const host = {
    claims: new Gate(4),
    connections: async () => ({ admit: full, make: async () => full() }),
    signaling: { request: async (command: Command) => { commands.push(command); return { type: 'ok' } } },
  } as unknown as PeerHost
  const dialer = new Dialer({ peer: 'b', host, use: full, failed: (error) => void failures.push((error as AlmenaraError).code), log: () => {} })
  await dialer.out(by)
  return { commands, failures }
}

test('without a connection to spare nothing is claimed', async () => {
  expect(await asked('claim')).toEqual({ commands: [], failures: ['too-many-connections'] })
  expect(await asked('signals')).toEqual({ commands: [], failures: ['too-many-connections'] })
})

test('without a connection to spare an offer that was claimed for this peer is released', async () => {
  const lease: Ok = { type: 'ok', offer: 'o', from: 'b', data: {} }
  expect(await asked(lease)).toEqual({ commands: [{ type: 'release', offer: 'o' }], failures: ['too-many-connections'] })
})
