import type { ElectrodeName, SpherePoint } from '../domain/electrode'

/**
 * The 10-05 system computed on the unit sphere, from angles only.
 *
 * Source: R. Oostenveld, P. Praamstra, "The five percent electrode system for high-resolution EEG and ERP measurements",
 * Clin. Neurophysiol. 112 (2001) 713–719; spherical construction as in S. Appelhoff's eeg_positions (MIT licence).
 * Cz is the pole. Ten percent of the nasion–inion arc is 22.5°, so the ring Fpz–T8–Oz–T7 is the equator. Each row is cut
 * into equal arcs on the circle through its left ring site, its midline site and its right ring site.
 */
const radians = Math.PI / 180

/** A row, front to back: `step` counts five percent steps from Fpz along the ring to Oz. */
interface Row {
  readonly name: string
  /** Name from column 7 outwards, where the row leaves the cortex for the temple. */
  readonly temporal: string
  readonly step: number
}

const rows: readonly Row[] = [
  { name: 'AFp', temporal: 'AFp', step: 3 },
  { name: 'AF', temporal: 'AF', step: 4 },
  { name: 'AFF', temporal: 'AFF', step: 5 },
  { name: 'F', temporal: 'F', step: 6 },
  { name: 'FFC', temporal: 'FFT', step: 7 },
  { name: 'FC', temporal: 'FT', step: 8 },
  { name: 'FCC', temporal: 'FTT', step: 9 },
  { name: 'C', temporal: 'T', step: 10 },
  { name: 'CCP', temporal: 'TTP', step: 11 },
  { name: 'CP', temporal: 'TP', step: 12 },
  { name: 'CPP', temporal: 'TPP', step: 13 },
  { name: 'P', temporal: 'P', step: 14 },
  { name: 'PPO', temporal: 'PPO', step: 15 },
  { name: 'PO', temporal: 'PO', step: 16 },
  { name: 'POO', temporal: 'POO', step: 17 },
]

/** Columns of the left half from the ring to the midline, in eighths of the half row. */
const columns = ['7', '7h', '5', '5h', '3', '3h', '1', '1h'] as const

/** Names of the frontal and occipital arcs, where a row has only 1 and 2: circle at `polar`, inner sites at half its step. */
const arcs = [
  { front: 'Fp', back: 'O', polar: 90 },
  { front: 'NFp', back: 'OI', polar: 101.25 },
  { front: 'N', back: 'I', polar: 112.5 },
] as const

/** `polar` from Cz, `azimuth` from the nose to the right ear, degrees. */
function pointAt(polar: number, azimuth: number): SpherePoint {
  const [p, a] = [polar * radians, azimuth * radians]
  return [Math.sin(p) * Math.sin(a), Math.sin(p) * Math.cos(a), Math.cos(p)]
}

const dot = (a: SpherePoint, b: SpherePoint): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
const scale = (a: SpherePoint, k: number): SpherePoint => [a[0] * k, a[1] * k, a[2] * k]
const minus = (a: SpherePoint, b: SpherePoint): SpherePoint => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
const unit = (a: SpherePoint): SpherePoint => scale(a, 1 / Math.hypot(...a))
const cross = (a: SpherePoint, b: SpherePoint): SpherePoint => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]

/** Walks the circle through `left`, `middle`, `right`: share 0 is `left`, share 1 is `middle`. */
function circleThrough(left: SpherePoint, middle: SpherePoint, right: SpherePoint): (share: number) => SpherePoint {
  const normal = unit(cross(minus(middle, left), minus(right, left)))
  const centre = scale(normal, dot(normal, left))
  const radius = Math.hypot(...minus(left, centre))
  const along = unit(minus(left, centre))
  const across = cross(normal, along)
  const toMiddle = minus(middle, centre)
  const angle = Math.atan2(dot(toMiddle, across), dot(toMiddle, along))
  return (share) => {
    const [c, s] = [radius * Math.cos(angle * share), radius * Math.sin(angle * share)]
    return [
      centre[0] + c * along[0] + s * across[0],
      centre[1] + c * along[1] + s * across[1],
      centre[2] + c * along[2] + s * across[2],
    ]
  }
}

/** `C3` → `C4`, `FFC1h` → `FFC2h`, `T9` → `T10`. */
const toRight = (column: string): string => column.replace(/\d+/, (digits) => String(Number(digits) + 1))

type Put = (name: ElectrodeName, point: SpherePoint) => void

function putPair(put: Put, names: readonly [row: string, column: string], left: SpherePoint): void {
  put(names[0] + names[1], left)
  put(names[0] + toRight(names[1]), [-left[0], left[1], left[2]])
}

function putRow(put: Put, row: Row): void {
  const azimuth = row.step * 9
  const middle = pointAt(Math.abs(10 - row.step) * 11.25, row.step > 10 ? 180 : 0)
  const walk = circleThrough(pointAt(90, -azimuth), middle, pointAt(90, azimuth))
  put(`${row.name}z`, middle)
  columns.forEach((column, index) => {
    putPair(put, [index < 2 ? row.temporal : row.name, column], walk(index / 8))
  })
  putPair(put, [row.temporal, '9h'], pointAt(101.25, -azimuth))
  putPair(put, [row.temporal, '9'], pointAt(112.5, -azimuth))
}

function putArcs(put: Put): void {
  for (const { front, back, polar } of arcs) {
    for (const [name, middle, turn] of [[front, 0, -1] as const, [back, 180, 1] as const]) {
      put(`${name}z`, pointAt(polar, middle))
      putPair(put, [name, '1h'], pointAt(polar, middle + turn * 9))
      putPair(put, [name, '1'], pointAt(polar, middle + turn * 18))
    }
  }
}

function computeSites(): ReadonlyMap<ElectrodeName, SpherePoint> {
  const sites = new Map<ElectrodeName, SpherePoint>()
  const put: Put = (name, point) => sites.set(name, point)
  putArcs(put)
  rows.forEach((row) => putRow(put, row))
  // Lobes and mastoids are no percentages: they are set below T9 and TP9 so that a drawing can show them apart.
  putPair(put, ['A', '1'], pointAt(120, -92))
  putPair(put, ['M', '1'], pointAt(121.5, -114))
  return sites
}

/** Every site of the 10-05 system, the ear lobes (A1, A2) and the mastoids (M1, M2). */
export const allSites: ReadonlyMap<ElectrodeName, SpherePoint> = computeSites()

/** Position of a site by its canonical name, or null for a name that the 10-05 system does not have. */
export const siteOf = (name: ElectrodeName): SpherePoint | null => allSites.get(name) ?? null
