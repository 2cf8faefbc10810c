/** Numbers as the window shows them: tabular, with true minus, narrow spaces and honest precision. */

export const minus = '−'
/** Narrow no-break space: between a number and its unit, and between groups of three digits. */
export const narrow = ' '
export const missing = '—'

const signed = (text: string): string => text.replace('-', minus)

/** .53, −.01, 1.00; for numbers that cannot exceed 1. `—` when there is none. */
export function formatProportion(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined || Number.isNaN(value)) return missing
  const text = value.toFixed(digits)
  if (Number(text) === 0) return text.replace('-', '').replace(/^0/, '')
  return signed(text.replace(/^(-?)0\./, '$1.'))
}

/** [.43, .63] */
export const formatInterval = (low: number, high: number): string =>
  `[${formatProportion(low)}, ${formatProportion(high)}]`

/** Two digits, below .001 `< .001`. */
export function formatP(p: number): string {
  if (p < 0.001) return `<${narrow}.001`
  return p < 0.01 ? formatProportion(p, 3) : formatProportion(p)
}

/** 0.8, 12.4, 1.24: a fixed number of digits after the point, with a true minus and grouped thousands. */
export function formatNumber(value: number | null | undefined, digits = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return missing
  const [whole = '', fraction] = Math.abs(value).toFixed(digits).split('.')
  const sign = value < 0 && Number(value.toFixed(digits)) !== 0 ? minus : ''
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, narrow) : whole
  return sign + grouped + (fraction ? `.${fraction}` : '')
}

/** A number with its unit after a narrow space: `8.4 µV`. */
export const formatUnit = (value: number | null | undefined, unit: string, digits = 0): string =>
  value === null || value === undefined || !Number.isFinite(value)
    ? missing
    : `${formatNumber(value, digits)}${narrow}${unit}`

/** 2:05, 12:48, 1:02:09. Rounds to whole seconds. */
export function formatDuration(seconds: number): string {
  const total = Math.max(0, Math.round(seconds))
  const [h, min, s] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return h > 0 ? `${h}:${two(min)}:${two(s)}` : `${min}:${two(s)}`
}

/** The same with its unit: 12:48 min, 1:02:09 h. */
export const formatLength = (seconds: number): string =>
  `${formatDuration(seconds)}${narrow}${Math.round(seconds) < 3600 ? 'min' : 'h'}`

/** Progress and system load only. */
export const formatPercent = (share: number): string => `${Math.round(share * 100)}${narrow}%`

/** 41.2 MB; powers of ten, as file managers and disks have them. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let [value, at] = [bytes, 0]
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000
    at++
  }
  return formatUnit(value, units[at]!, at === 0 || value >= 100 ? 0 : 1)
}

/** 10:42:07 in the person's own time zone. */
export function formatClock(ms: number): string {
  return new Date(ms).toLocaleTimeString('en-GB', { hour12: false })
}

/** Date and time as the language writes them. */
export const formatDate = (ms: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(ms)
