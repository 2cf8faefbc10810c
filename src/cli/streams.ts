import type { StreamChoice } from '../core/domain/recording'
import { whole, type CommandInput } from './command'

export const streamOption = { stream: { type: 'string' } } as const

/** The stream that `--stream ID` names; its markers are those of all marker streams. */
export const toStreams = (input: CommandInput): StreamChoice | undefined =>
  input.values['stream'] === undefined ? undefined : { signal: whole(input, 'stream', 0) }
