import { eventMapFor } from '../core/formats/eventMaps'
import type { ElectrodeName } from '../core/domain/electrode'
import type { EventMap } from '../core/domain/trial'
import type { StoreContext } from './context'

export interface EventMaps {
  /** What the codes of a recording mean; an empty, unconfirmed map for one that nobody looked at. */
  get(recordingId: number): EventMap
  /** Of all recordings that have one, by number. */
  all(): ReadonlyMap<number, EventMap>
  /** Replaces the map; the old one stays in the audit trail. */
  set(recordingId: number, map: EventMap): void
  /** Back to what the file's name and codes tell by the built-in rules. */
  reset(recordingId: number): void
}

/** Of a recording that nobody looked at. */
export const noEventMap: EventMap = { meanings: [], source: 'none', confirmed: false }

export function createEventMaps({ catalogue, audit }: StoreContext): EventMaps {
  const find = (id: number): string | undefined =>
    catalogue.get<{ map: string }>('SELECT map FROM event_maps WHERE recording_id = ?', id)?.map
  const maps: EventMaps = {
    get(recordingId) {
      const found = find(recordingId)
      return found === undefined ? noEventMap : (JSON.parse(found) as EventMap)
    },
    all: () =>
      new Map(
        catalogue
          .all<{ recording_id: number; map: string }>('SELECT * FROM event_maps')
          .map(({ recording_id, map }) => [recording_id, JSON.parse(map) as EventMap]),
      ),
    set(recordingId, map) {
      const text = JSON.stringify(map)
      catalogue.transaction(() => {
        const old = find(recordingId)
        if (old === text) return
        catalogue.run('INSERT OR REPLACE INTO event_maps VALUES (?, ?)', recordingId, text)
        audit.append({ what: `eventMap.set ${recordingId}`, before: old && JSON.parse(old), after: map })
      })
    },
    reset(recordingId) {
      const row = catalogue.get<{ file_name: string; marker_counts: string }>(
        'SELECT file_name, marker_counts FROM recordings WHERE id = ?',
        recordingId,
      )
      if (!row) return
      const codes = Object.keys(JSON.parse(row.marker_counts) as Record<string, number>)
      maps.set(recordingId, eventMapFor(row.file_name, codes))
    },
  }
  return maps
}

export interface BadChannels {
  get(recordingId: number): ElectrodeName[]
  /** Of all recordings that have any, by number. */
  all(): ReadonlyMap<number, readonly ElectrodeName[]>
  set(recordingId: number, electrodes: readonly ElectrodeName[]): void
}

export function createBadChannels({ catalogue, audit }: StoreContext): BadChannels {
  const get = (id: number): ElectrodeName[] => {
    const row = catalogue.get<{ electrodes: string }>('SELECT electrodes FROM bad_channels WHERE recording_id = ?', id)
    return row ? (JSON.parse(row.electrodes) as ElectrodeName[]) : []
  }
  return {
    get,
    all: () =>
      new Map(
        catalogue
          .all<{ recording_id: number; electrodes: string }>('SELECT * FROM bad_channels')
          .map(({ recording_id, electrodes }) => [recording_id, JSON.parse(electrodes) as ElectrodeName[]]),
      ),
    set: (recordingId, electrodes) =>
      catalogue.transaction(() => {
        const before = get(recordingId)
        if (JSON.stringify(before) === JSON.stringify(electrodes)) return
        catalogue.run('INSERT OR REPLACE INTO bad_channels VALUES (?, ?)', recordingId, JSON.stringify(electrodes))
        audit.append({ what: `badChannels.set ${recordingId}`, before, after: electrodes })
      }),
  }
}
