import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import { AppError } from '../../src/core/domain/error'
import type { EventMap } from '../../src/core/domain/trial'
import { hertz, samples } from '../../src/core/domain/units'
import type { NewRecording } from '../../src/store/recordings'
import { openStudy, type Study } from '../../src/store/study'

export interface TestFolder {
  readonly path: string
  /** Opens a study that is closed after the test. */
  open(folder: string, create?: boolean): Study
  /** A disk of its own, e.g. of `1m`, below the folder. */
  mountSmallDisk(name: string, size: string): string
  /** A second, read-only view of a folder. */
  mountReadOnly(of: string): string
}

/** A fresh folder for each test of a file, gone after it with everything mounted in it. */
export function useTestFolder(): TestFolder {
  let root = ''
  let opened: Study[] = []
  let mounts: string[] = []
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sparsecap-test-'))
    opened = []
    mounts = []
  })
  afterEach(() => {
    for (const study of opened) study.close()
    for (const mount of mounts) execFileSync('umount', ['-l', mount])
    rmSync(root, { recursive: true, force: true })
  })
  const mount = (name: string, options: string[]): string => {
    const folder = join(root, name)
    mkdirSync(folder)
    execFileSync('mount', [...options, folder])
    mounts.push(folder)
    return folder
  }
  return {
    get path() {
      return root
    },
    open(folder, create = false) {
      const study = openStudy(folder, { create, who: 'tester', now: () => 1_700_000_000_000 })
      opened.push(study)
      return study
    },
    mountSmallDisk: (name, size) => mount(name, ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs']),
    mountReadOnly(of) {
      const folder = mount('read-only', ['--bind', of])
      execFileSync('mount', ['-o', 'remount,bind,ro', folder])
      return folder
    },
  }
}

/** Needs root on Linux, and leave to mount: where it is not given, the tests of full and read-only disks are skipped. */
export const canMount = ((): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = mkdtempSync(join(tmpdir(), 'sparsecap-mount-'))
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0
  if (done) execFileSync('umount', [folder])
  rmSync(folder, { recursive: true })
  return done
})()

/** The failure of `body`, which has to be an AppError with a way out. */
export function failure(body: () => unknown): AppError {
  try {
    body()
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(AppError)
    expect((thrown as AppError).data.hint).toBeTruthy()
    return thrown as AppError
  }
  throw new Error('It did not fail')
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

export const exampleRecording = (text: string, run = 'R01'): NewRecording => ({
  hash: createHash('sha256').update(text).digest('hex'),
  fileName: `S001${run}.EDF`,
  format: 'edf+',
  subject: 'S001',
  run,
  sampleRate: hertz(160),
  sampleCount: samples(20_000),
  electrodes: ['C3', 'Cz', 'C4'],
  channelLabels: ['C3..', 'Cz..', 'C4..'],
  markerCounts: { T0: 15, T1: 8, T2: 7 },
  problems: [],
  origin: 'file',
})

export const exampleMap: EventMap = {
  meanings: [{ code: 'T1', classId: 'both-fists' }],
  source: 'rule:eegmmidb',
  confirmed: true,
}
