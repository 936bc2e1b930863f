// @vitest-environment happy-dom
import { join, roomIdFor } from 'almenara'
import { expect } from 'vitest'
import { blocksOf } from './blocks.js'
import { guide } from './guide.js'

const [page] = blocksOf('docs/guide/plain-html.md')

guide('docs/guide/plain-html.md', [
  {
    shows: 'the page shows the state and what others say, and says what is written',
    before: () => { document.body.innerHTML = page!.code.replace(/<script[\s\S]*<\/script>/, '') },
    async check(_, { world, nodes }) {
      const friend = join(nodes, await roomIdFor('the garden'))
      const heard: unknown[] = []
      friend.action('chat').on((text) => void heard.push(text))
      friend.on('open', () => friend.action('chat').send('hi'))
      await world.until(() => document.title === 'Garden chat: joined' && document.body.textContent.includes(`${friend.self?.slice(0, 4)}: hi`))
      const [form] = document.forms
      form!.querySelector('input')!.value = 'hello'
      form!.dispatchEvent(new Event('submit', { cancelable: true }))
      await world.until(() => heard.length === 1)
      expect(heard).toEqual(['hello'])
      expect(document.body.textContent).toContain('you: hello')
      await friend.leave()
    },
  },
  {
    shows: 'the global joins',
    async check(_, { world, nodes, written }) {
      const friend = join(nodes, await roomIdFor('the garden'))
      await world.until(() => written.length > 0)
      expect(written).toContain(`linked with ${friend.self}`)
      await friend.leave()
    },
  },
])
