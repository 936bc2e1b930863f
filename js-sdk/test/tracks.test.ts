import { expect, test } from 'vitest'
import { FakeStream, FakeTrack } from '../src/testing/fakemedia.js'
import { takeOutWhenEnded } from '../src/tracks.js'
import { FakeClock } from './time.js'

/** A stream that a peer sends, and the tracks that it tells to have lost. */
function received(): { clock: FakeClock; stream: FakeStream; sound: FakeTrack; picture: FakeTrack; removed: unknown[] } {
  const clock = new FakeClock()
  const sound = new FakeTrack('audio'), picture = new FakeTrack('video')
  const stream = new FakeStream([sound, picture])
  const removed: unknown[] = []
  stream.addEventListener('removetrack', (event) => removed.push((event as MediaStreamTrackEvent).track))
  for (const track of [sound, picture]) takeOutWhenEnded({ track, streams: [stream] } as unknown as RTCTrackEvent, clock)
  return { clock, stream, sound, picture, removed }
}

test('a track that has ended is taken out of its stream, which tells of it', async () => {
  const { clock, stream, sound, picture, removed } = received()
  sound.dispatchEvent(new Event('ended'))
  await clock.pass(0)
  expect([stream.getTracks(), removed]).toEqual([[picture], [sound]])
  picture.dispatchEvent(new Event('ended'))
  await clock.pass(0)
  expect([stream.getTracks(), removed]).toEqual([[], [sound, picture]])
})

test('where the browser takes it out itself nothing is told twice', async () => {
  const { clock, stream, sound, picture, removed } = received()
  sound.dispatchEvent(new Event('ended'))
  stream.removeTrack(sound)
  await clock.pass(0)
  expect([stream.getTracks(), removed]).toEqual([[picture], []])
})
