// @vitest-environment happy-dom
import { YjsProvider } from 'almenara/yjs'
import * as Y from 'yjs'
import { guide } from './guide.js'
import type { Scene } from './stage.js'

const theirs = ({ other }: Scene, name?: string): YjsProvider => new YjsProvider(other, new Y.Doc(), { name })

guide('docs/guide/yjs.md', [
  {
    shows: 'both have the same text',
    async check(_, scene) {
      const { doc } = theirs(scene, 'notes')
      await scene.world.until(() => doc.getText('notes').toString() === 'Hello')
      doc.getText('notes').insert(5, ', world')
      await scene.world.until(() => scene.area.textContent === 'Hello, world')
    },
  },
  {
    shows: 'the names of those who are there are shown',
    async check(_, scene) {
      theirs(scene).awareness.setLocalStateField('user', { name: 'Bob' })
      await scene.world.until(() => scene.people.textContent === 'Ada, Bob')
    },
  },
  {
    shows: 'whether everything has come is shown',
    before({ saving }) { saving.hidden = false },
    async check(_, scene) {
      theirs(scene)
      await scene.world.until(() => scene.saving.hidden === true)
    },
  },
])
