// @vitest-environment happy-dom
import { fakeStream } from 'almenara/testing'
import { expect, vi } from 'vitest'
import { guide } from './guide.js'
import { linked, type Scene } from './stage.js'

/** The kinds of the tracks that the room sends to the other member. */
function sent({ room }: Scene): string {
  return linked(room).flatMap(({ connection }) => connection?.getSenders() ?? []).map(({ track }) => track?.kind).sort().join()
}

/** The camera is on, as the other member sees. */
async function filming(scene: Scene): Promise<void> {
  scene.room.addStream(scene.camera)
  await scene.world.until(() => sent(scene) === 'audio,video')
}

guide('docs/guide/video-call.md', [
  {
    shows: 'the other one gets picture and sound',
    before({ other, written }) { other.on('track', ({ kind }) => void written.push(kind)) },
    async check({ camera }, { world, written, preview }) {
      expect(preview.srcObject).toBe(camera)
      await world.until(() => written.sort().join() === 'audio,video')
    },
  },
  {
    shows: 'a stream of another has a video, which goes with it',
    before: () => { vi.spyOn(HTMLMediaElement.prototype, 'srcObject', 'set').mockImplementation(() => {}) },
    async check({ videos }, { world, other, screens, peer }) {
      let stream: MediaStream | undefined
      peer.connection?.addEventListener('track', ({ streams }) => { stream = streams[0] })
      other.addStream(fakeStream('video'))
      await world.until(() => screens.querySelectorAll('video').length === 1)
      expect((videos as Map<string, HTMLVideoElement>).get(stream!.id)?.title).toBe(peer.id)
      stream?.removeTrack(stream.getTracks()[0]!)
      stream?.dispatchEvent(new Event('removetrack'))
      expect(screens.children).toHaveLength(0)
    },
  },
  {
    shows: 'who is muted sends silence, and says so',
    before({ other }) { other.action('muted').on((muted, { id }) => other.action('muted').send(muted === true, id)) },
    async check(_, { camera, world, other, written }) {
      expect(camera.getAudioTracks().map(({ enabled }) => enabled)).toEqual([false])
      await world.until(() => written.length > 0)
      expect(written).toEqual([`${other.self} is muted`])
    },
  },
  {
    shows: 'the screen is a second stream, until the browser ends it',
    before: filming,
    async check({ screen }, scene) {
      await scene.world.until(() => sent(scene) === 'audio,video,video')
      const [track] = (screen as MediaStream).getVideoTracks()
      track?.dispatchEvent(new Event('ended'))
      await scene.world.until(() => sent(scene) === 'audio,video')
    },
  },
  {
    shows: 'the screen takes the place of the camera',
    before: filming,
    check({ screen }, { camera, room }) {
      const [track] = (screen as MediaStream).getVideoTracks()
      expect(camera.getVideoTracks()).toEqual([track])
      expect(linked(room)[0]?.connection?.getSenders().map((sender) => sender.track)).toContain(track)
    },
  },
  {
    shows: 'another camera takes the place of the first',
    async before(scene) {
      await filming(scene)
      scene.camera.getVideoTracks()[0]!.enabled = false
    },
    check(_, { camera }) { expect(camera.getVideoTracks().map(({ enabled, readyState }) => [enabled, readyState])).toEqual([[true, 'live']]) },
  },
  {
    shows: 'nothing is sent any more',
    before: filming,
    async check(_, scene) {
      await scene.world.until(() => sent(scene) === '')
      expect(scene.camera.getTracks().map(({ readyState }) => readyState)).toEqual(['ended', 'ended'])
    },
  },
])
