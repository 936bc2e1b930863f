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
    shows: 'the other one gets picture and sound, and what they are',
    before({ other, written }) { other.on('track', ({ kind }, _stream, _peer, metadata) => void written.push(`${kind} ${metadata}`)) },
    async check({ devices }, { world, written, preview }) {
      expect(preview.srcObject).toBe((devices as { stream: MediaStream }).stream)
      await world.until(() => written.length === 2)
      expect(written.sort()).toEqual(['audio camera', 'video camera'])
    },
  },
  {
    shows: 'a stream of another has a video, which goes with it',
    before: () => { vi.spyOn(HTMLMediaElement.prototype, 'srcObject', 'set').mockImplementation(() => {}) },
    async check(_, { world, other, screens, peer }) {
      const stream = fakeStream('video')
      other.addStream(stream, { metadata: 'window' })
      await world.until(() => screens.querySelector('video')?.title === `window of ${peer.id}`)
      other.removeStream(stream)
      await world.until(() => screens.children.length === 0)
    },
  },
  {
    shows: 'who is muted sends silence, and says so',
    before({ other, written }) {
      other.on('track', (_track, _stream, _peer, metadata) => void written.push(`said: ${metadata}`))
      other.on('metadata', (metadata) => void written.push(`said: ${metadata}`))
    },
    async check(_, { camera, world, other, written, room }) {
      expect(camera.getAudioTracks().map(({ enabled }) => enabled)).toEqual([false])
      await world.until(() => written.includes('said: camera, muted'))
      const own = fakeStream('audio')
      other.addStream(own, { metadata: 'camera' })
      await world.until(() => room.peers.get(other.self!)?.streams.length === 1)
      other.addStream(own, { metadata: 'camera, muted' })
      await world.until(() => written.includes(`${other.self} is muted`))
    },
  },
  {
    shows: 'the screen is a second stream, until the browser ends it',
    before: filming,
    async check({ screen }, scene) {
      await scene.world.until(() => sent(scene) === 'audio,audio,video,video')
      const [track] = (screen as { stream: MediaStream }).stream.getVideoTracks()
      track?.dispatchEvent(new Event('ended'))
      await scene.world.until(() => sent(scene) === 'audio,video')
      expect(scene.written).toEqual(['no longer shown'])
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
    check: (_, { written }) => expect(written).toEqual(['video the webcam chosen']),
  },
  {
    shows: 'nothing is sent any more',
    async check({ devices }, scene) {
      await scene.world.until(() => sent(scene) === '')
      expect((devices as { stream: MediaStream }).stream.getTracks().map(({ readyState }) => readyState)).toEqual(['ended'])
    },
  },
])
