import { toDecoderSpec, type DecoderSpec } from '../../domain/decoder'
import type { ControlKind, DecisionSpec, ModelProvenance, TrainedModel } from '../../domain/model'
import { controlText } from '../../domain/model'
import type { PipelineSpec } from '../../domain/signal'
import type { CropSpec } from '../../domain/trial'
import { designButterworth } from '../../signal/butterworth'
import { toGrid } from '../../signal/spec'

/** b0 b1 b2 1 a1 a2: a row of `sos` in scipy.signal. */
export type SectionRow = readonly [b0: number, b1: number, b2: number, a0: number, a1: number, a2: number]

/** The whole way to the network's input, with everything computed that is not written in the spec itself. */
export interface ExportedPipeline extends PipelineSpec {
  /** All filters one after the other, at the model's rate. */
  readonly sections: readonly SectionRow[]
  readonly windowSamples: number
  readonly hopSamples: number
  readonly warmUpSamples: number
}

/** What is written beside the weights; `docs/python/README.md` says it to people. */
export interface ExportMetadata {
  readonly format: 'sparsecap-decoder'
  readonly version: 1
  readonly note: string
  /** Learned so that nothing could be; null: a decoder. */
  readonly control: ControlKind | null
  readonly model: string
  readonly createdAt: string
  readonly subject: string
  /** In the order of the input's rows. */
  readonly electrodes: readonly string[]
  /** In the order of the outputs. */
  readonly classes: readonly string[]
  /** Of the input, hertz. */
  readonly sampleRate: number
  /** Of the input. */
  readonly samples: number
  readonly decoder: DecoderSpec
  readonly pipeline: ExportedPipeline
  readonly decision: DecisionSpec
  readonly crops: CropSpec
  readonly provenance: ModelProvenance
}

export const pipelineNote =
  'Filters, resampling and standardisation are not in this file. Its input is a window that has been through them: ' +
  'see "pipeline" here and docs/python in Sparsecap.'

/** Throws AppError `signal/bad-spec`. */
export function toMetadata(model: TrainedModel): ExportMetadata {
  const pipeline = toExportedPipeline(model.pipeline)
  const { control } = model.provenance
  return {
    format: 'sparsecap-decoder',
    version: 1,
    note: control ? `CONTROL: ${controlText}. ${pipelineNote}` : pipelineNote,
    control: control ?? null,
    model: model.id,
    createdAt: new Date(model.createdAtMs).toISOString(),
    subject: model.subject,
    electrodes: model.electrodes,
    classes: model.classes,
    sampleRate: model.pipeline.sampleRate,
    samples: pipeline.windowSamples,
    decoder: toDecoderSpec(model.decoder),
    pipeline,
    decision: model.decision,
    crops: model.crops,
    provenance: model.provenance,
  }
}

function toExportedPipeline(spec: PipelineSpec): ExportedPipeline {
  const { window, hop, warmUp } = toGrid(spec)
  const sections = spec.filters.flatMap((filter) => designButterworth(filter, spec.sampleRate))
  return {
    ...spec,
    sections: sections.map(({ b0, b1, b2, a1, a2 }) => [b0, b1, b2, 1, a1, a2]),
    windowSamples: window,
    hopSamples: hop,
    warmUpSamples: warmUp,
  }
}
