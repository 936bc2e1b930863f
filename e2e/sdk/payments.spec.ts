import { expect, test } from '@playwright/test'
import { createSolver } from '../../js-sdk/src/pow/index.js'
import { newRoom } from '../support/room-page.js'
import { cluster } from '../support/shared.js'

/** What a new event stream says to who pays so: `joined`, or the code of the refusal. */
async function enter(node: string, room: string, payment: string): Promise<string> {
  const response = await fetch(`${node}/room/${room}`, { headers: { accept: 'text/event-stream', authorization: `PoW ${payment}` } })
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  let text = ''
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    text += Buffer.from(step.value).toString()
    const answer = [...text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json as string) as { type: string; code?: string }).find(({ type }) => type !== 'price')
    if (answer) {
      await reader.cancel()
      return answer.code ?? answer.type
    }
  }
  return 'nothing'
}

test('a payment that is sent to three nodes at once is taken by one of them, every time', async () => {
  const solver = createSolver()
  for (let round = 0; round < 20; round++) {
    const room = newRoom()
    const { quote } = await (await fetch(cluster.urls[0] as string, { headers: { accept: 'application/json' } })).json() as { quote: string }
    const payment = await solver.solve({ quote, action: 'join', room, body: '' })
    const answers = await Promise.all(cluster.urls.map((node) => enter(node, room, payment)))
    expect(answers.sort(), `round ${round}`).toEqual(['joined', 'price', 'price'])
  }
  solver.close()
})
