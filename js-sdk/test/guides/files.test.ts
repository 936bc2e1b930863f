// @vitest-environment happy-dom
import { createFiles, type FileDescriptor } from 'almenara/files'
import { expect, vi } from 'vitest'
import { guide } from './guide.js'
import type { Scene } from './stage.js'

const text = 'a letter'

/** The other member offers a file. */
async function offered({ other }: Scene): Promise<FileDescriptor> {
  const descriptor = await createFiles(other).share(new Blob([text]), { name: 'letter.txt' })
  other.action('file').send(descriptor)
  return descriptor
}

guide('docs/guide/files.md', [
  {
    shows: 'a file is offered, and one that is offered is fetched',
    async check(_, scene) {
      const { world, other, input, written, bar } = scene
      let heard: FileDescriptor | undefined
      other.action<FileDescriptor>('file').on((descriptor) => { heard = descriptor })
      Object.defineProperty(input, 'files', { value: [new File(['another'], 'other.txt')] })
      input.dispatchEvent(new Event('change'))
      await world.until(() => heard?.name === 'other.txt', Infinity)

      await offered(scene)
      await world.until(() => written.length > 0, Infinity)
      expect(written).toEqual([`${other.self} has sent letter.txt, ${text.length} bytes`])
      expect(bar.value).toBe(1)
    },
  },
  {
    shows: 'the user is asked, and gets a link',
    async check(_, scene) {
      vi.stubGlobal('confirm', (question: string) => question === `Take letter.txt (${text.length} bytes)?`)
      await offered(scene)
      await scene.world.until(() => scene.link.download === 'letter.txt', Infinity)
      expect(scene.link.href).toMatch(/^blob:/)
    },
  },
  { shows: 'a file that is removed is given no more', check: ({ descriptor }) => expect(descriptor).toMatchObject({ name: 'hello.txt', size: 5 }) },
])
