import { m } from '../../../lib/paraglide/messages.js'

/** "about 4 min left"; null while nothing can be told. */
export function leftText(seconds: number | null): string | null {
  if (seconds === null) return null
  return seconds < 55
    ? m.electrodes_left_seconds({ seconds: Math.max(5, Math.ceil(seconds / 5) * 5) })
    : m.electrodes_left_minutes({ minutes: Math.round(seconds / 60) || 1 })
}
