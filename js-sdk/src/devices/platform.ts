import { AlmenaraError, type ErrorCode, misuse } from '../errors.js'

/** A microphone, or a camera. */
export type DeviceKind = 'audio' | 'video'

/** A microphone or a camera. */
export interface Device {
  /** The `deviceId` of the platform, for `use`; empty where the browser does not tell. */
  readonly id: string
  /** What it is. */
  readonly kind: DeviceKind
  /** Its name for people; empty until the user has allowed one of its kind. */
  readonly label: string
}

/** What is used of a room: a `Room` has all of it. */
export interface SendingRoom {
  /** Sends another track in the place of one. */
  replaceTrack(old: MediaStreamTrack, track: MediaStreamTrack): Promise<void>
  /** Sends the stream no more. */
  removeStream(stream: MediaStream): void
}

const CODES: Record<string, ErrorCode> = {
  NotAllowedError: 'not-allowed', SecurityError: 'not-allowed',
  NotFoundError: 'no-device', OverconstrainedError: 'no-device',
  NotReadableError: 'device-busy', AbortError: 'device-busy',
  TypeError: 'misuse', InvalidStateError: 'misuse',
}

const WORDS: Partial<Record<ErrorCode, string>> = {
  'not-allowed': 'The user or the page\'s policy does not allow it.',
  'no-device': 'There is no such device.',
  'device-busy': 'The device can not be read: another program may have it.',
  misuse: 'Ask for audio, video or both.',
}

/** What went wrong with a device, as an error of the SDK with the platform's as its cause. */
export function deviceError(cause: unknown): AlmenaraError {
  if (cause instanceof AlmenaraError) return cause
  const { name = '', constraint } = cause as { name?: string; constraint?: string }
  const code = CODES[name] ?? 'internal'
  const words = WORDS[code] ?? String(cause)
  return new AlmenaraError(code, constraint ? `${words} (${constraint})` : words, { cause })
}

/** The devices of the platform; throws where a page gets none. */
export function platformDevices(given: MediaDevices | undefined): MediaDevices {
  const devices = given ?? (globalThis.navigator as Navigator | undefined)?.mediaDevices
  if (!devices) throw new AlmenaraError('unsupported', 'Devices take a browser, and a page from https or localhost.')
  return devices
}

/** The microphones and cameras there are. */
export async function listDevices(mediaDevices?: MediaDevices): Promise<Device[]> {
  const all = await platformDevices(mediaDevices).enumerateDevices()
  return all.flatMap(({ deviceId: id, kind, label }) => {
    if (kind === 'audiooutput' || id === '') return []
    return [{ id, label, kind: kind === 'audioinput' ? 'audio' : 'video' } as const]
  })
}

export function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AlmenaraError('aborted', 'Aborted.', { cause: signal.reason })
}

/** Leaves with `misuse` unless something is asked for. */
export function checkAsked(asked: object): void {
  if (!Object.values(asked).some(Boolean)) throw misuse(WORDS.misuse as string)
}
