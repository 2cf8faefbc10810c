import type { BadSpan } from '../core/domain/badSpans'
import type { StoreContext } from './context'

export interface BadSpans {
  /** In order; none touches another. */
  get(recordingId: number): BadSpan[]
  /** Replaces them; the old ones stay in the audit trail. */
  set(recordingId: number, spans: readonly BadSpan[]): void
}

export function createBadSpans({ catalogue, audit }: StoreContext): BadSpans {
  const get = (id: number): BadSpan[] => {
    const row = catalogue.get<{ spans: string }>('SELECT spans FROM bad_spans WHERE recording_id = ?', id)
    return row ? (JSON.parse(row.spans) as BadSpan[]) : []
  }
  return {
    get,
    set: (recordingId, spans) =>
      catalogue.transaction(() => {
        const before = get(recordingId)
        if (JSON.stringify(before) === JSON.stringify(spans)) return
        catalogue.run('INSERT OR REPLACE INTO bad_spans VALUES (?, ?)', recordingId, JSON.stringify(spans))
        audit.append({ what: `badSpans.set ${recordingId}`, before, after: spans })
      }),
  }
}
