import type { LaunchOptions } from '@playwright/test'
import { findProgram } from './program.js'

/** A camera and a microphone that are always there, a user who says yes, and plain addresses as candidates, loopback among them. */
const PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.peerconnection.ice.loopback': true,
}

/**
 * Options for the launch of the machine's own Firefox, over WebDriver BiDi: that is what the channel stands for, for Playwright's
 * other protocol is only in a Firefox of its own.
 */
export function firefox(): LaunchOptions {
  const executablePath = findProgram(process.env.FIREFOX, 'firefox-esr', 'firefox')
  if (executablePath === undefined) throw new Error('No Firefox was found: install the package firefox-esr (or firefox), or set FIREFOX to the program.')
  return { channel: 'moz-firefox', executablePath, firefoxUserPrefs: PREFERENCES }
}
