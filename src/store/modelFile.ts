import { createHash } from 'node:crypto'
import { AppError } from '../core/domain/error'
import type { TrainedModel } from '../core/domain/model'
import { migrateModel, type StoredModel } from './modelVersions'

export const modelSchemaVersion = 2

/**
 * The file of a model: JSON that any program can read, `{ program, schemaVersion, sha256, model }`. Typed arrays are
 * `{ float32: base64 }` or `{ float64: base64 }` in little-endian, numbers that JSON lacks `{ number: 'Infinity' }`. The
 * checksum is over the text of `model`. Version 1 knew networks only, their weights beside the other fields.
 */
export function encodeModel(model: TrainedModel): { text: string; checksum: string } {
  const body = JSON.stringify(model, replace)
  const checksum = sha256(body)
  const envelope = JSON.stringify({ program: 'Sparsecap', schemaVersion: model.schemaVersion, sha256: checksum })
  return { text: `${envelope.slice(0, -1)},"model":${body}}\n`, checksum }
}

/** Throws `model/damaged`, `model/newer`. */
export function decodeModel(text: string, fileName: string): TrainedModel {
  const envelope = parseEnvelope(text, fileName)
  const version = envelope.schemaVersion
  if (typeof version !== 'number') throw damaged(fileName, 'it names no schema version')
  if (version > modelSchemaVersion) throw newer(fileName, version)
  if (sha256(JSON.stringify(envelope.model)) !== envelope.sha256) throw damaged(fileName, 'its checksum does not fit')
  return migrateModel(JSON.parse(JSON.stringify(envelope.model), revive) as StoredModel)
}

interface Envelope {
  readonly schemaVersion?: unknown
  readonly sha256?: unknown
  readonly model?: unknown
}

function parseEnvelope(text: string, fileName: string): Envelope {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw damaged(fileName, 'it was cut or is no JSON')
  }
  if (typeof value !== 'object' || value === null || !('model' in value)) throw damaged(fileName, 'it holds no model')
  return value
}

function replace(_key: string, value: unknown): unknown {
  if (value instanceof Float32Array) return { float32: toBase64(value) }
  if (value instanceof Float64Array) return { float64: toBase64(value) }
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) }
  return value
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if ('float32' in value && typeof value.float32 === 'string') return new Float32Array(fromBase64(value.float32, 4))
  if ('float64' in value && typeof value.float64 === 'string') return new Float64Array(fromBase64(value.float64, 8))
  if ('number' in value && typeof value.number === 'string') return Number(value.number)
  return value
}

/** Every machine that Electron runs on is little-endian. */
const toBase64 = (values: Float32Array | Float64Array): string =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64')

function fromBase64(text: string, size: number): ArrayBuffer {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'))
  return bytes.buffer.slice(0, bytes.length - (bytes.length % size))
}

const sha256 = (text: string | undefined): string =>
  createHash('sha256')
    .update(text ?? '')
    .digest('hex')

const damaged = (fileName: string, why: string): AppError =>
  new AppError({
    code: 'model/damaged',
    message: `The model file ${fileName} is damaged: ${why}`,
    hint: 'Restore the file from a backup, or choose the electrodes again: the recordings are unharmed.',
    values: { file: fileName },
  })

const newer = (fileName: string, version: number): AppError =>
  new AppError({
    code: 'model/newer',
    message: `The model ${fileName} was saved by a newer Sparsecap: it has version ${version}, this program knows up to ${modelSchemaVersion}`,
    hint: 'Install the newest Sparsecap to use this model.',
    values: { file: fileName, version, known: modelSchemaVersion },
  })
