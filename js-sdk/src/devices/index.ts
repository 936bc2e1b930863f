/**
 * Microphones, cameras and screens, which may change while they are sent: `openDevices`, `openScreen`.
 * @module almenara/devices
 */
export { openDevices } from './devices.js'
export type { Asked, DeviceChange, Devices, DevicesEvents, DevicesOptions } from './devices.js'
export { listDevices } from './platform.js'
export type { Device, DeviceKind, SendingRoom } from './platform.js'
export { openScreen } from './screen.js'
export type { ScreenOptions, ScreenShare } from './screen.js'
export { AlmenaraError } from '../errors.js'
