import { runsText } from '../../lib/counts'
import { formatPercent } from '../../lib/format'
import type { ScreenId } from '../../lib/navigation.svelte'
import { m } from '../../lib/paraglide/messages.js'
import { shareOf } from '../../lib/progressText'
import { jobs, recordings, stream, study } from '../../lib/state'

export interface RailState {
  readonly text: string
  readonly tone: 'plain' | 'done' | 'live'
}

/** What the rail says of a screen: counted, done, to confirm, under way or live; null when there is nothing to say. */
export function railState(id: ScreenId): RailState | null {
  if (!study.current) return null
  switch (id) {
    case 'recordings':
      return study.current.recordingCount > 0 ? { text: runsText(study.current.recordingCount), tone: 'plain' } : null
    case 'labels':
      return labels()
    case 'electrodes':
      return electrodes()
    case 'session':
      return stream.live ? { text: m.nav_state_live(), tone: 'live' } : count(study.current.sessionCount)
    case 'replay':
      return stream.active && !stream.live ? { text: m.nav_state_replay(), tone: 'plain' } : null
    default:
      return null
  }
}

const count = (value: number): RailState | null => (value > 0 ? { text: String(value), tone: 'done' } : null)

function labels(): RailState | null {
  if (recordings.unconfirmed.length > 0) return { text: m.nav_state_confirm(), tone: 'plain' }
  return count(study.current?.trialCount ?? 0)
}

function electrodes(): RailState | null {
  const job = jobs.latest('select', 'curve')
  const share = job && shareOf(job)
  if (share !== null) return { text: formatPercent(share), tone: 'plain' }
  return count(study.current?.modelCount ?? 0)
}
