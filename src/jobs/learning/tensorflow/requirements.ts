import { statfsSync } from 'node:fs'
import type { AppError } from '../../../core/domain/error'
import { diskFull, unsupported } from './errors'
import { tensorflowFolder } from './installation'
import type { Wheel } from './pins'

/** Throws `disk/full` before anything is loaded. `unpacked`: how many times its size a wheel unpacks to. */
export function requireSpace(home: string, wheels: readonly Wheel[], unpacked: number): void {
  const { bavail, bsize } = statfsSync(tensorflowFolder(home))
  const needed = wheels.reduce((sum, { bytes }) => sum + bytes * (1 + unpacked), 0)
  if (bavail * bsize < needed) throw diskFull(home, needed, bavail * bsize)
}

/** The wheel's libraries are built for glibc; Alpine Linux has another C library. */
export function hasGlibc(): boolean {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined
  return report?.header?.glibcVersionRuntime !== undefined
}

export function unsupportedSystem(): AppError {
  const { platform, arch } = process
  if (platform === 'win32')
    return unsupported(
      'For Windows the compiled part of @tensorflow/tfjs-node-gpu 4.22.0 was never published (tensorflow/tfjs issue 8688)',
      'Use the backend webgpu for the graphics card, or cpu.',
    )
  if (platform === 'darwin')
    return unsupported(
      'On macOS TensorFlow for Node has no graphics card to use, and its downloads are out of reach',
      'Use the backend webgpu for the graphics card, or cpu.',
    )
  return unsupported(`There is no TensorFlow for Node for ${platform} on ${arch}`, 'Use the backend cpu or webgpu.')
}
