import type { RecordingProblem } from '../../domain/recording'
import type { Break } from '../pieces'
import type { ByteSource, FileNeighbours } from '../source'
import { listBuffers, type Buffer, type BufferList } from './buffers'
import { readFifHeader, type FifHeader } from './header'
import { blocks, kinds, listTags, nextFileRole, numberOf, textOf, type Tag } from './tags'

/** A recording over one or several files. */
export interface FifRecording {
  readonly header: FifHeader
  readonly tags: readonly Tag[]
  readonly buffers: readonly Buffer[]
  readonly count: number
  readonly firstSample: number
  readonly breaks: readonly Break[]
  readonly missing: number
  readonly companions: readonly string[]
  readonly problems: readonly RecordingProblem[]
}

/** More would be damage; Elekta splits at 2 GB. */
const mostFiles = 1000

/** The first file and those that follow it, found by the name that each gives for the next, among the neighbours. */
export function openSplits(source: ByteSource, neighbours: FileNeighbours): FifRecording {
  const list = listTags(source)
  const header = readFifHeader(source, list)
  const count = header.channels.length
  const parts: BufferList[] = [listBuffers(source, list, count)]
  const [companions, problems]: [string[], RecordingProblem[]] = [[], []]
  let current = { source, tags: list.tags }
  for (let next = nextOf(current, neighbours); next; next = nextOf(current, neighbours)) {
    const { file, expected } = next
    const seen = file !== null && (file.name === source.name || companions.includes(file.name))
    if (!file || seen || companions.length >= mostFiles) {
      problems.push(missing(expected))
      break
    }
    const tags = listTags(file)
    const own = readFifHeader(file, tags)
    if (own.channels.length !== count || own.sampleRate !== header.sampleRate) {
      problems.push(missing(`${expected} (${own.channels.length} channels, ${own.sampleRate} Hz)`))
      break
    }
    if (file.name !== expected) problems.push(renamed(expected, file.name))
    companions.push(file.name)
    parts.push(listBuffers(file, tags, count))
    current = { source: file, tags: tags.tags }
  }
  return { header, tags: list.tags, companions, problems, ...together(parts) }
}

/** One after the other; samples that are missing between two files are lost. */
function together(parts: readonly BufferList[]): Omit<FifRecording, 'header' | 'tags' | 'companions' | 'problems'> {
  const buffers: Buffer[] = []
  const breaks: Break[] = []
  let [count, expected] = [0, parts[0]!.firstSample]
  for (const part of parts) {
    const pause = part.firstSample - expected
    if (count > 0 && pause > 0) breaks.push({ before: count, lost: pause })
    for (const buffer of part.buffers) buffers.push({ ...buffer, first: buffer.first + count })
    for (const one of part.breaks) breaks.push({ before: one.before + count, lost: one.lost })
    count += part.count
    expected = part.firstSample + part.count + part.breaks.reduce((sum, { lost }) => sum + lost, 0)
  }
  return { buffers, breaks, count, firstSample: parts[0]!.firstSample, missing: parts.at(-1)!.missing }
}

interface Next {
  readonly expected: string
  readonly file: ByteSource | null
}

/** What a file says of the next one: its name, or its number alone. */
function nextOf(
  { source, tags }: { source: ByteSource; tags: readonly Tag[] },
  neighbours: FileNeighbours,
): Next | null {
  const references = tags.filter((tag) => tag.blocks.at(-1) === blocks.reference)
  const role = references.find((tag) => tag.kind === kinds.refRole && numberOf(source, tag) === nextFileRole)
  if (!role) return null
  const own = references.filter(({ block }) => block === role.block)
  const named = own.find(({ kind }) => kind === kinds.refName)
  const numbered = own.find(({ kind }) => kind === kinds.refNumber)
  const number = numbered ? (numberOf(source, numbered) ?? 1) : 1
  const name = named ? textOf(source, named).replace(/^.*[/\\]/, '') : ''
  const byNumber = source.name.replace(/(?:-\d+)?(\.[^.]*)$/, `-${number}$1`)
  const expected = name || byNumber
  return { expected, file: neighbours.open(expected) ?? neighbours.open(byNumber) }
}

const missing = (expected: string): RecordingProblem => ({
  code: 'companion-missing',
  message: `The recording goes on in ${expected}, which is not there or does not fit: that part was not read.`,
  values: { expected, lost: 'signals' },
})

const renamed = (expected: string, got: string): RecordingProblem => ({
  code: 'companion-renamed',
  message: `The file names ${expected}, which is not there; ${got} beside it was read.`,
  values: { expected, got },
})
