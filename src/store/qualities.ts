import type { ElectrodeName } from '../core/domain/electrode'
import type { QualityMeasures } from '../core/domain/quality'
import type { StoreContext } from './context'

export interface Qualities {
  /** What was measured of a recording, or null. */
  get(recordingId: number): QualityMeasures | null
  /** Keeps what follows from the original alone: no change of the study, so the audit trail has nothing of it. */
  keep(recordingId: number, measures: QualityMeasures): void
  /** Electrodes of which a person does not want to hear. */
  ignored(recordingId: number): ElectrodeName[]
  /** Of all recordings that have any, by number. */
  allIgnored(): ReadonlyMap<number, readonly ElectrodeName[]>
  /** Replaces them; the old ones stay in the audit trail. */
  ignore(recordingId: number, electrodes: readonly ElectrodeName[]): void
}

interface IgnoredRow {
  readonly recording_id: number
  readonly electrodes: string
}

export function createQualities({ catalogue, audit }: StoreContext): Qualities {
  const ignored = (id: number): ElectrodeName[] => {
    const row = catalogue.get<IgnoredRow>('SELECT * FROM quality_ignored WHERE recording_id = ?', id)
    return row ? (JSON.parse(row.electrodes) as ElectrodeName[]) : []
  }
  return {
    ignored,
    get(id) {
      const row = catalogue.get<{ measures: string }>('SELECT measures FROM qualities WHERE recording_id = ?', id)
      return row ? (JSON.parse(row.measures) as QualityMeasures) : null
    },
    keep: (id, measures) =>
      void catalogue.run('INSERT OR REPLACE INTO qualities VALUES (?, ?)', id, JSON.stringify(measures)),
    allIgnored: () =>
      new Map(
        catalogue
          .all<IgnoredRow>('SELECT * FROM quality_ignored')
          .map(({ recording_id, electrodes }) => [recording_id, JSON.parse(electrodes) as ElectrodeName[]]),
      ),
    ignore: (recordingId, electrodes) =>
      catalogue.transaction(() => {
        const before = ignored(recordingId)
        if (JSON.stringify(before) === JSON.stringify(electrodes)) return
        catalogue.run('INSERT OR REPLACE INTO quality_ignored VALUES (?, ?)', recordingId, JSON.stringify(electrodes))
        audit.append({ what: `quality.ignore ${recordingId}`, before, after: electrodes })
      }),
  }
}
