import { findProgram } from './program.js'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const BASE = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** Together with the permission for camera and microphone: candidates are plain addresses, and loopback is one of them. */
export const LOOPBACK = '--allow-loopback-in-peer-connection'
/** A camera, a microphone and a screen that are always there, and a user who says yes. */
export const FAKE_MEDIA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

/** Options for the launch of the machine's Chromium. */
export function chromium(...more: string[]): { executablePath: string; chromiumSandbox: boolean; args: string[] } {
  return { executablePath: findChromium(), chromiumSandbox: false, args: [...BASE, ...more] }
}

/** The Chromium or Chrome of this machine: that of the variable CHROMIUM, else the first in PATH. */
export function findChromium(): string {
  const found = findProgram(process.env.CHROMIUM, ...NAMES)
  if (found === undefined) throw new Error('No Chromium was found: install the package chromium (or google-chrome), or set CHROMIUM to the program.')
  return found
}
