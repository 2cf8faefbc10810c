import type { ElectrodeName } from '../core/domain/electrode'
import { samplesOf, type RecordingReader } from '../core/formats/reader'
import { editedChannels, type ChannelEdit } from '../core/montage/channelEdits'
import type { StoreContext } from './context'

/** What persons said of channels: data of the study, never a change to the original. */
export interface ChannelEdits {
  get(recordingId: number): ChannelEdit[]
  /** Replaces them; `electrodes` are the recording's sites by them, in the order of its channels. */
  set(recordingId: number, edits: readonly ChannelEdit[], electrodes: readonly ElectrodeName[]): void
}

export function createChannelEdits({ catalogue, audit }: StoreContext): ChannelEdits {
  const get = (id: number): ChannelEdit[] => {
    const row = catalogue.get<{ edits: string }>('SELECT edits FROM channel_edits WHERE recording_id = ?', id)
    return row ? (JSON.parse(row.edits) as ChannelEdit[]) : []
  }
  return {
    get,
    set: (id, edits, electrodes) =>
      catalogue.transaction(() => {
        const before = get(id)
        if (JSON.stringify(before) === JSON.stringify(edits)) return
        catalogue.run('INSERT OR REPLACE INTO channel_edits VALUES (?, ?)', id, JSON.stringify(edits))
        catalogue.run('UPDATE recordings SET electrodes = ? WHERE id = ?', JSON.stringify(electrodes), id)
        // Measured by site: the same site may be another channel now.
        catalogue.run('DELETE FROM qualities WHERE recording_id = ?', id)
        audit.append({ what: `channels.set ${id}`, before, after: edits })
      }),
  }
}

/** The recording with its channels as the study has them. */
export const withEdits = (reader: RecordingReader, edits: readonly ChannelEdit[]): RecordingReader =>
  edits.length === 0
    ? reader
    : {
        info: { ...reader.info, channels: editedChannels(reader.info.channels, edits) },
        companions: reader.companions,
        ...samplesOf(reader),
      }
