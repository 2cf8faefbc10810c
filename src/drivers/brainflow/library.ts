import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { AppError } from '../../core/domain/error'
import { openBoard, type Board } from './board'
import { toDescription, type BoardDescription } from './description'
import { knownDevice, knownDevices, playbackBoard, syntheticBoard, toListing, type DeviceListing } from './devices'
import { toDeviceError } from './failures'
import { signatures, type NativeFunction, type NativeFunctions } from './signatures'
import type { BoardParameters } from './parameters'

/** BrainFlow's own library in this process. Its calls share one lock: use one process a device. */
export interface BrainFlow {
  readonly folder: string
  readonly version: string
  /** Throws `device/not-found` for a number that the library does not know, or a board without EEG. */
  describeBoard(boardId: number): BoardDescription
  /** The devices that the program offers, as this library knows them. */
  listDevices(): DeviceListing[]
  /** A handle; nothing is touched before `prepare`. */
  openBoard(boardId: number, parameters: BoardParameters): Board
}

/** Info and below would fill a disk within minutes once a device is unplugged. */
const logOff = 6
const textCapacity = 16384

/** Loads the library from a folder. Throws `device/library-missing`. */
export function loadBrainFlow(folder: string | null): BrainFlow {
  const natives = loadNatives(folder)
  natives.logLevel(logOff)
  const describeBoard = (boardId: number): BoardDescription => describe(natives, boardId)
  return {
    folder: folder!,
    version: readText('BrainFlow', 'version', (...out) => natives.version(...out)),
    describeBoard,
    listDevices: () =>
      knownDevices.map((known) =>
        toListing(known, describeBoard(known.boardId === playbackBoard ? syntheticBoard : known.boardId)),
      ),
    openBoard: (boardId, parameters) => {
      const layout = boardId === playbackBoard ? Number(parameters.master_board ?? syntheticBoard) : boardId
      const name = knownDevice(boardId)?.name
      if (boardId === playbackBoard) checkFile(String(parameters.file ?? ''))
      return openBoard(natives, { boardId, parameters, description: describeBoard(layout), name })
    },
  }
}

function describe(natives: NativeFunctions, boardId: number): BoardDescription {
  const name = knownDevice(boardId)?.name ?? `Board ${boardId}`
  const json = readText(name, 'describe', (...out) => natives.description(boardId, 0, ...out))
  const description = toDescription(boardId, json)
  if (description) return description
  throw new AppError({
    code: 'device/not-found',
    message: `${name} has no EEG inputs of its own`,
    hint: 'Choose another device, or for playback the device that the file came from.',
    values: { device: name },
  })
}

function readText(device: string, doing: string, call: (...out: [Uint8Array, Int32Array, number]) => number): string {
  const bytes = new Uint8Array(textCapacity)
  const length = new Int32Array(1)
  const code = call(bytes, length, bytes.length)
  if (code !== 0) throw toDeviceError(code, device, doing)
  return new TextDecoder().decode(bytes.subarray(0, length[0]))
}

const fileNames: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'libBoardController.so',
  darwin: 'libBoardController.dylib',
  win32: process.arch === 'ia32' ? 'BoardController32.dll' : 'BoardController.dll',
}

interface Koffi {
  load(path: string): { func(signature: string): NativeFunction }
}

function loadNatives(folder: string | null): NativeFunctions {
  const fileName = fileNames[process.platform]
  if (!fileName) throw missing(`there is none for ${process.platform}`)
  if (folder === null) throw missing('no folder with it is known')
  const path = join(folder, fileName)
  if (!existsSync(path)) throw missing(`looked for ${path}`)
  try {
    // Loaded only when a device is asked for: without it the simulator and replays still run.
    const koffi = createRequire(import.meta.url)('koffi') as Koffi
    const library = koffi.load(path)
    const entries = Object.entries(signatures).map(([name, signature]) => [name, library.func(signature)])
    return Object.fromEntries(entries) as NativeFunctions
  } catch (thrown) {
    throw missing(`${path} cannot be loaded`, thrown instanceof Error ? thrown.message : String(thrown))
  }
}

/** BrainFlow accepts any file, and then stays silent. */
function checkFile(path: string): void {
  if (path !== '' && existsSync(path)) return
  throw new AppError({
    code: 'file/not-found',
    message: path === '' ? 'Playback needs a file that BrainFlow recorded' : `${path} was not found`,
    hint: 'Choose a file that BrainFlow recorded, and the device that it came from.',
    values: { path },
  })
}

const missing = (why: string, detail?: string): AppError =>
  new AppError({
    code: 'device/library-missing',
    message: `BrainFlow's library was not found: ${why}`,
    hint: 'Run "npm run setup", or choose a folder with BrainFlow in Settings. The simulator works without it.',
    detail,
    values: { why },
  })
