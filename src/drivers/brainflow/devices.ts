import type { BoardDescription } from './description'

export type ConnectionField =
  'serial_port' | 'mac_address' | 'ip_address' | 'ip_port' | 'serial_number' | 'file' | 'master_board'

/** How package numbers of a board run: by `step` up to `modulus`; null where only the time tells of loss. */
export type PackageRule = { readonly step: number; readonly modulus: number } | null

export interface KnownDevice {
  readonly boardId: number
  readonly name: string
  readonly fields: readonly ConnectionField[]
  readonly simulated: boolean
  readonly packages: PackageRule
}

const byte: PackageRule = { step: 1, modulus: 256 }
const device = (
  boardId: number,
  name: string,
  fields: readonly ConnectionField[],
  packages: PackageRule = null,
): KnownDevice => ({
  boardId,
  name,
  fields,
  simulated: boardId < 0,
  packages,
})

export const syntheticBoard = -1
export const playbackBoard = -3
export const cyton = 0
export const cytonDaisy = 2

/** Devices that the window offers, the simulated ones first. Others work by their number in BrainFlow's table. */
export const knownDevices: readonly KnownDevice[] = [
  device(syntheticBoard, 'Synthetic board (BrainFlow)', [], byte),
  device(playbackBoard, 'Playback of a BrainFlow file', ['file', 'master_board'], byte),
  device(cyton, 'OpenBCI Cyton', ['serial_port'], byte),
  // After pairing only even numbers are left.
  device(cytonDaisy, 'OpenBCI Cyton + Daisy', ['serial_port'], { step: 2, modulus: 256 }),
  device(1, 'OpenBCI Ganglion (dongle)', ['serial_port', 'mac_address']),
  device(46, 'OpenBCI Ganglion (Bluetooth)', ['mac_address']),
  device(8, 'g.tec Unicorn Hybrid Black', ['serial_number']),
  device(23, 'Neurosity Crown', ['serial_number']),
  device(7, 'BrainBit', ['serial_number']),
  device(38, 'Muse 2', ['serial_number']),
  device(39, 'Muse S', ['serial_number']),
  device(67, 'Muse S Athena', ['serial_number']),
  device(45, 'Mentalab Explore 8', ['mac_address']),
  device(37, 'Enophone', ['mac_address']),
]

export const knownDevice = (boardId: number): KnownDevice | undefined =>
  knownDevices.find((entry) => entry.boardId === boardId)

/** One line of a list of devices. */
export interface DeviceListing {
  readonly boardId: number
  readonly name: string
  readonly inputs: number
  readonly sampleRate: number
  readonly inputNames: readonly string[]
  readonly fields: readonly ConnectionField[]
  readonly simulated: boolean
}

/** `description`: of the board, or for playback of the synthetic board, the master that is chosen at first. */
export const toListing = (known: KnownDevice, description: BoardDescription): DeviceListing => ({
  boardId: known.boardId,
  name: known.name,
  inputs: description.inputRows.length,
  sampleRate: description.sampleRate,
  inputNames: description.inputNames,
  fields: known.fields,
  simulated: known.simulated,
})
