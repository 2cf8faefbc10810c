import { formatDuration, formatNumber } from '../../../lib/format'
import { m } from '../../../lib/paraglide/messages.js'

/** A place in a recording, as fine as the step between two of them: `2:05`, `2:05.4`. */
export function timeText(seconds: number, step: number): string {
  const digits = step >= 1 ? 0 : step >= 0.1 ? 1 : 2
  const rounded = Number(seconds.toFixed(digits))
  const whole = Math.floor(rounded)
  return digits === 0 ? formatDuration(whole) : formatDuration(whole) + (rounded - whole).toFixed(digits).slice(1)
}

/** A length in the unit that suits it. */
export function lengthText(seconds: number): string {
  if (seconds < 120)
    return m.browser_seconds_value({ seconds: formatNumber(seconds, Number.isInteger(seconds) ? 0 : 1) })
  if (seconds < 7200)
    return m.browser_minutes_value({ minutes: formatNumber(seconds / 60, seconds % 60 === 0 ? 0 : 1) })
  return m.browser_hours_value({ hours: formatNumber(seconds / 3600, seconds % 3600 === 0 ? 0 : 1) })
}
