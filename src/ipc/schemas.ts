import * as v from 'valibot'
import { evaluationSchemes, methodIds } from '../core/domain/curve'
import { decoderKinds } from '../core/domain/decoder'
import { backendNames } from '../core/domain/backend'
import { channelTypes } from '../core/domain/channelType'
import { datasetIds } from '../core/domain/dataset'
import { exportFormats } from '../core/domain/export'
import { epochSignals } from '../core/domain/studyExport'
import { longestNote, longestTag, mostTags } from '../core/domain/recordingNotes'

/** Shapes of everything that a page may send. Domain types are the truth; these refuse what does not fit them. */
const text = v.pipe(v.string(), v.maxLength(4096))
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200), v.regex(/^[\w.-]+$/))
const electrode = v.pipe(v.string(), v.minLength(1), v.maxLength(12))
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const speed = v.pipe(v.number(), v.minValue(0), v.maxValue(1000))

export const path = v.object({ path: text })
export const jobId = v.object({ id })
export const recordingId = v.object({ recordingId: count })
const shortName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))
/** More are in no study. */
const recordingIds = v.pipe(v.array(count), v.minLength(1), v.maxLength(100_000))
export const recordingList = v.object({ recordingIds })
const session = v.nullable(v.pipe(v.string(), v.trim(), v.maxLength(60)))
export const recordingName = v.object({
  ...{ recordingId: count, subject: shortName, run: shortName },
  session: v.optional(session),
})
const tags = v.pipe(v.array(v.pipe(v.string(), v.maxLength(longestTag))), v.maxLength(mostTags))
export const notesChange = v.object({
  recordingIds,
  add: v.optional(tags),
  remove: v.optional(tags),
  note: v.optional(v.pipe(v.string(), v.maxLength(longestNote))),
})
export const channelsChange = v.object({
  recordingIds,
  changes: v.pipe(
    v.array(
      v.object({
        channel: count,
        label: text,
        type: v.optional(v.picklist([...channelTypes, 'file'])),
        electrode: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(40)))),
        reset: v.optional(v.boolean()),
      }),
    ),
    v.maxLength(2000),
  ),
})
export const importRequest = v.object({
  paths: v.array(text),
  keepPartial: v.optional(v.boolean(), false),
  /** Of an XDF file in which several streams may be the EEG. */
  streams: v.optional(v.object({ signal: count })),
})
const names = v.pipe(v.array(v.pipe(v.string(), v.regex(/^\w{1,20}$/))), v.minLength(1), v.maxLength(2000))
export const datasetChoice = v.object({
  dataset: v.picklist(datasetIds),
  subjects: v.optional(names),
  runs: v.optional(names),
})

export const labelChange = v.object({
  recordingIds: v.array(count),
  meanings: v.array(v.object({ code: text, classId: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(60))) })),
  confirmed: v.boolean(),
})
export const subject = v.object({ subject: text })
export const badChannels = v.object({ recordingId: count, electrodes: v.array(electrode) })

export const selectionRequest = v.object({
  subject: text,
  recordingIds: v.array(count),
  classes: v.array(text),
  electrodes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64)),
  candidates: v.array(electrode),
  keep: v.array(electrode),
  avoid: v.array(electrode),
  seed: count,
  steps: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
  shuffleLabels: v.boolean(),
  decoder: v.optional(v.picklist(decoderKinds)),
  backend: v.optional(v.picklist([...backendNames, 'auto'])),
})
const siteConstraints = v.object({
  candidates: v.array(electrode),
  keep: v.array(electrode),
  avoid: v.array(electrode),
  minimumDistance: v.pipe(v.number(), v.minValue(0), v.maxValue(180)),
  symmetric: v.boolean(),
  inputs: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(256))),
  reserved: v.array(electrode),
})
const several = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000))
export const namedSet = v.object({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  electrodes: v.pipe(v.array(electrode), v.minLength(1), v.maxLength(256)),
})
export const setName = v.object({ name: namedSet.entries.name })
export const curvePlan = v.object({
  scheme: v.picklist(evaluationSchemes),
  subjects: v.pipe(v.array(text), v.minLength(1)),
  recordingIds: v.array(count),
  classes: v.array(text),
  sizes: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(256))), v.maxLength(64)),
  methods: v.array(v.picklist(methodIds)),
  ownSets: v.array(namedSet),
  constraints: siteConstraints,
  decoders: v.pipe(v.array(v.picklist(decoderKinds)), v.minLength(1)),
  margin: v.object({
    kind: v.picklist(['standard-errors', 'accuracy']),
    value: v.pipe(v.number(), v.minValue(0), v.maxValue(10)),
  }),
  seed: count,
  restarts: several,
  steps: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
  draws: several,
  shuffleLabels: v.boolean(),
  backend: v.optional(v.picklist([...backendNames, 'auto'])),
})
export const curveId = v.object({ id })
/** Characters or bytes of a drawing: far more than any has. */
const largestFigure = 32 * 1024 * 1024
export const curveFigure = v.object({
  name: id,
  format: v.picklist(['svg', 'png', 'csv']),
  content: v.union([
    v.pipe(v.string(), v.maxLength(largestFigure)),
    v.pipe(
      v.instance(Uint8Array),
      v.check((bytes) => bytes.length <= largestFigure, 'Expected a smaller figure'),
    ),
  ]),
})
export const backendChoice = v.object({ choice: v.picklist([...backendNames, 'auto']) })
export const backendsCheck = v.object({ names: v.array(v.picklist(backendNames)) })

export const cap = v.object({
  id,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  sites: v.pipe(v.array(v.nullable(electrode)), v.minLength(1), v.maxLength(256)),
  reference: v.optional(electrode),
  ground: v.optional(electrode),
  inputs: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(256)),
  sampleRate: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(100_000))),
  boardId: v.optional(v.pipe(v.number(), v.integer())),
  note: v.optional(v.pipe(v.string(), v.maxLength(500))),
  origin: v.picklist(['preset', 'own']),
})
export const capId = v.object({ id })

const wiring = v.array(v.object({ electrode, input: v.nullable(count) }))
export const wiringChange = v.object({ modelId: id, capId: id, wiring })
export const wiringAsk = v.object({ modelId: id, capId: id })

const source = v.variant('kind', [
  v.object({
    kind: v.literal('brainflow'),
    boardId: v.pipe(v.number(), v.integer()),
    parameters: v.record(v.string(), v.union([v.string(), v.number()])),
    wiring,
  }),
  v.object({ kind: v.literal('simulator'), seed: count, trials: count, subject: count, speed }),
  v.object({ kind: v.literal('recording'), recordingId: count, speed }),
  v.object({ kind: v.literal('session'), sessionId: id, speed }),
])
export const sessionRequest = v.object({ modelId: id, source, record: v.boolean() })
export const sessionId = v.object({ sessionId: id })
export const modelId = v.object({ modelId: id })
export const exportRequest = v.object({ modelId: id, format: v.picklist(exportFormats) })
/** Not the folder of native libraries: code is loaded from there, so only a person names it, in a dialog of main's. */
export const settingsChange = v.partial(
  v.object({
    locale: v.picklist(['en', 'zh-CN']),
    theme: v.picklist(['system', 'light', 'dark', 'contrast']),
  }),
)
const sample = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 40))
export const badSpans = v.object({
  recordingId: count,
  spans: v.pipe(
    v.array(v.object({ start: sample, end: sample, note: v.optional(v.pipe(v.string(), v.maxLength(500))) })),
    v.maxLength(10_000),
  ),
})
const corner = v.nullable(v.pipe(v.number(), v.minValue(0.01), v.maxValue(50_000)))
/** A tile is at most 4096 cells of at most 1024 channels, and its cells are a power of four. */
export const tileRequest = v.object({
  recordingId: count,
  factor: v.pipe(
    v.number(),
    v.integer(),
    v.check((value) => Number.isInteger(Math.log2(value) / 2), 'Expected a power of four'),
    v.maxValue(4 ** 15),
  ),
  first: sample,
  cells: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096)),
  channels: v.pipe(v.array(count), v.minLength(1), v.maxLength(1024)),
  filter: v.object({ highpass: corner, lowpass: corner, notch: corner }),
})
const afterCue = v.pipe(v.number(), v.minValue(0), v.maxValue(60))
/** Where to, main asks. */
export const studyExport = v.variant('form', [
  v.object({
    form: v.literal('bids'),
    deidentify: v.boolean(),
    recordingIds: v.optional(v.pipe(v.array(count), v.minLength(1), v.maxLength(100_000))),
  }),
  v.object({
    form: v.literal('epochs'),
    signal: v.picklist(epochSignals),
    window: v.object({ from: afterCue, to: afterCue }),
    recordingIds: v.optional(v.pipe(v.array(count), v.minLength(1), v.maxLength(100_000))),
  }),
])
export const tracesRequest = v.object({
  recordingId: count,
  startSeconds: v.pipe(v.number(), v.minValue(0)),
  seconds: v.pipe(v.number(), v.minValue(0.1), v.maxValue(120)),
})
