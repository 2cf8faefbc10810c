import { badField } from '../fields'
import type { ByteSource } from '../source'
import { decodeText } from '../text'

/**
 * Tags of a FIF file (Elekta Neuromag, Functional Image File Format 1.3; the numbers as in mne/_fiff/constants.py): kind, type,
 * size and next, big-endian, then the content.
 */
export interface Tag {
  readonly kind: number
  readonly type: number
  /** Content, bytes. */
  readonly at: number
  readonly size: number
  /** Blocks that it stands in, the innermost last. */
  readonly blocks: readonly number[]
  /** How many blocks of each kind had been opened before: tells two blocks of one kind apart. */
  readonly block: number
}

export const kinds = {
  ...{ fileId: 100, blockStart: 104, blockEnd: 105, refRole: 115, refNumber: 117, refName: 118 },
  ...{ channelCount: 200, sampleRate: 201, channel: 203, date: 204, comment: 206, firstSample: 208, longName: 258 },
  ...{ data: 300, skipBuffers: 301, skipSamples: 303, subject: 410, onset: 3568, end: 3569 },
} as const

export const blocks = {
  ...{ raw: 102, evoked: 104, subject: 106, continuous: 112, channel: 113, reference: 118, shielded: 119 },
  ...{ epochs: 373, annotations: 3810 },
} as const

export const nextFileRole = 2

/** The first tag of every file: kind 100, an id (type 31) of 20 bytes. */
export const fifStart: readonly number[] = [0, 0, 0, 100, 0, 0, 0, 31, 0, 0, 0, 20]

export interface TagList {
  readonly tags: readonly Tag[]
  /** The file ends inside a tag: that tag, its size as written. */
  readonly cut: Tag | null
  /** Kinds of blocks that were met. */
  readonly blocks: ReadonlySet<number>
}

/** More are damage: a tag has 16 bytes, and a long recording one for each second. */
const mostTags = 500_000
const headBytes = 16

/** Walks through all tags; contents are passed over. Throws AppError `file/not-eeg` when it does not begin as such a file. */
export function listTags(source: ByteSource): TagList {
  const start = source.read(0, fifStart.length)
  if (fifStart.some((byte, i) => start[i] !== byte))
    throw badField('byte 0', 'first tag', 'a file id', [...start].join(' '))
  const tags: Tag[] = []
  let open: readonly number[] = []
  const met = new Set<number>()
  let [at, block] = [0, 0]
  while (at + headBytes <= source.size && tags.length < mostTags) {
    const head = viewOf(source.read(at, headBytes))
    const [kind, type, size, next] = [head.getInt32(0), head.getUint32(4), head.getUint32(8), head.getInt32(12)]
    const tag = { kind, type, at: at + headBytes, size, blocks: open, block }
    if (tag.at + size > source.size) return { tags, cut: tag, blocks: met }
    if (kind === kinds.blockStart) {
      const started = numberOf(source, tag) ?? 0
      open = [...open, started]
      met.add(started)
      block++
    } else if (kind === kinds.blockEnd) open = open.slice(0, -1)
    else tags.push(tag)
    const following = next === 0 ? tag.at + size : next
    // −1 ends the list; and one that leads back would never end.
    if (following <= at || open.length > 64) break
    at = following
  }
  return { tags, cut: null, blocks: met }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
/** Texts and lists that are longer are damage. */
const mostBytes = 16 << 20

export const contentOf = (source: ByteSource, { at, size }: Tag): DataView =>
  viewOf(source.read(at, Math.min(size, mostBytes)))

/** The first number of a tag: int16, int32, float32 or float64; `null` where it has none. */
export function numberOf(source: ByteSource, tag: Tag): number | null {
  return numbersOf(source, { ...tag, size: Math.min(tag.size, 8) })[0] ?? null
}

export function numbersOf(source: ByteSource, tag: Tag): number[] {
  const view = contentOf(source, tag)
  const width = { 2: 2, 3: 4, 4: 4, 5: 8 }[tag.type] ?? 0
  if (width === 0) return []
  return Array.from({ length: Math.floor(view.byteLength / width) }, (_, i) => {
    if (tag.type === 2) return view.getInt16(i * width)
    if (tag.type === 3) return view.getInt32(i * width)
    return tag.type === 4 ? view.getFloat32(i * width) : view.getFloat64(i * width)
  })
}

export function textOf(source: ByteSource, tag: Tag): string {
  const { buffer, byteOffset, byteLength } = contentOf(source, tag)
  return decodeText(new Uint8Array(buffer, byteOffset, byteLength))
    .replace(/\0.*$/s, '')
    .trim()
}
