import { decodeText } from '../text'
import { bytesOf, type SampleType } from '../records'

export interface StreamChannel {
  readonly label: string
  readonly unit: string
  readonly type: string
}

/** What the header of a stream says. */
export interface StreamHeader {
  readonly id: number
  readonly name: string
  readonly type: string
  readonly channelCount: number
  /** Hertz; 0: irregular. */
  readonly nominalRate: number
  /** `null`: text. */
  readonly format: SampleType | 'int64' | null
  readonly channels: readonly StreamChannel[]
}

const formats: Readonly<Record<string, StreamHeader['format']>> = {
  ...{ float32: 'float32', double64: 'float64', int8: 'int8', int16: 'int16', int32: 'int32', int64: 'int64' },
}

export const valueBytes = ({ format }: StreamHeader): number =>
  format === null ? 0 : format === 'int64' ? 8 : bytesOf(format)

/** From the XML of a stream header; `null` when it lacks what is needed. */
export function parseStreamHeader(id: number, bytes: Uint8Array): StreamHeader | null {
  const xml = decodeText(bytes)
  const text = (name: string, part = xml): string =>
    unescape(new RegExp(`<${name}>([^<]*)</${name}>`).exec(part)?.[1] ?? '')
  const channelCount = Number(text('channel_count'))
  const format = text('channel_format')
  if (!Number.isInteger(channelCount) || channelCount < 1 || channelCount > 100_000) return null
  if (format !== 'string' && formats[format] === undefined) return null
  const channels = [...xml.matchAll(/<channel>([\s\S]*?)<\/channel>/g)].map(([, part]) => ({
    ...{ label: text('label', part), unit: text('unit', part), type: text('type', part) },
  }))
  return {
    ...{ id, channelCount, channels },
    name: text('name'),
    type: text('type'),
    nominalRate: Number(text('nominal_srate')) || 0,
    format: formats[format] ?? null,
  }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const unescape = (value: string): string =>
  value.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole).trim()
