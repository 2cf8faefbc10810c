import type { DecoderKind } from '../../core/domain/decoder'
import { lookUp } from './catalogue'

/** "Network": as it stands in a table. */
export const decoderName = (kind: DecoderKind): string => lookUp('electrodes_decoder', kind) ?? kind

/** What it does, in a line of plain words. */
export const decoderAbout = (kind: DecoderKind): string => lookUp('electrodes_decoder_about', kind) ?? ''
