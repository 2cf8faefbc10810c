import { createClassifier } from '../../core/decoder/classifier'
import type { ExportFormat } from '../../core/domain/export'
import type { TrainedModel } from '../../core/domain/model'
import { toClassicalArrays } from '../../core/model/export/classicalArrays'
import { toMetadata, type ExportMetadata } from '../../core/model/export/metadata'
import { networkOf } from '../../core/model/export/network'
import { toOnnxGraph } from '../../core/model/export/onnxGraph'
import { toStateDict } from '../../core/model/export/stateDict'
import type { NpyArray } from '../../core/formats/npy'
import { atomicWrite } from '../../store/atomicWrite'
import { programFiles } from '../programFiles'
import { encodeNpz } from './npz'
import { encodeOnnx } from './onnx'

/**
 * The decoder's network as a file for Python: without the pipeline, which its metadata describes.
 * @throws AppError `export/unsupported`, `model/damaged`
 */
export function encodeDecoder(model: TrainedModel, format: ExportFormat): Uint8Array {
  const metadata = toMetadata(model)
  if (format === 'npz') return encodeNpz({ ...learnedArrays(model), ...metadataArrays(metadata) })
  const { electrodes, classes, note } = metadata
  return encodeOnnx({
    graph: toOnnxGraph(networkOf(model)),
    name: model.id,
    programVersion: programFiles().version,
    about: `Input: ${electrodes.join(' ')}. Outputs: ${classes.join(', ')}. ${note}`,
    metadata: metadataTexts(metadata),
  })
}

function learnedArrays(model: TrainedModel): Record<string, NpyArray> {
  const { decoder, electrodes } = model
  if (decoder.kind === 'network') return toStateDict(networkOf(model))
  // Whoever makes the decoder knows whether its parts fit each other.
  createClassifier(model)
  return toClassicalArrays(decoder, electrodes.length)
}

/** Names without a dot: those with one are what was learned. */
function metadataArrays(metadata: ExportMetadata): Record<string, NpyArray> {
  const list = (data: readonly string[]): NpyArray => ({ shape: [data.length], data })
  return {
    electrodes: list(metadata.electrodes),
    classes: list(metadata.classes),
    sample_rate: { shape: [], data: Float64Array.of(metadata.sampleRate) },
    samples: { shape: [], data: Int32Array.of(metadata.samples) },
    metadata: { shape: [], data: [JSON.stringify(metadata)] },
  }
}

const metadataTexts = (metadata: ExportMetadata): Record<string, string> => ({
  note: metadata.note,
  electrodes: JSON.stringify(metadata.electrodes),
  classes: JSON.stringify(metadata.classes),
  sample_rate: String(metadata.sampleRate),
  samples: String(metadata.samples),
  pipeline: JSON.stringify(metadata.pipeline),
  metadata: JSON.stringify(metadata),
})

export interface DecoderExport {
  readonly path: string
  readonly format: ExportFormat
  readonly bytes: number
  readonly metadata: ExportMetadata
}

/** Writes the file whole or not at all, over one that is there. Throws what `encodeDecoder` throws, and `disk/…`. */
export function exportDecoder(model: TrainedModel, format: ExportFormat, path: string): DecoderExport {
  const bytes = encodeDecoder(model, format)
  atomicWrite(path, bytes)
  return { path, format, bytes: bytes.length, metadata: toMetadata(model) }
}
