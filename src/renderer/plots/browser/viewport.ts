/** Cells of a tile. */
export const tileCells = 512
/** Columns of a strip, the piece that is painted and kept. */
export const stripColumns = 64

/** What part of a recording a plot shows: column 0 of the plot is column `first` of the recording. */
export interface Viewport {
  readonly samplesPerColumn: number
  readonly first: number
  readonly columns: number
}

/** Samples in a cell of the tiles that a plot needs: one to four cells a column, or the samples themselves. */
export const factorFor = (samplesPerColumn: number): number =>
  4 ** Math.max(0, Math.floor(Math.log2(samplesPerColumn) / 2 + 1e-9))

export const secondsSteps = [
  0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 28800, 86400,
] as const

/** The next step, a screen more or less; the last one shows all of it. */
export function stepSeconds(seconds: number, total: number, direction: 1 | -1): number {
  const steps: number[] = secondsSteps.filter((step) => step < total)
  steps.push(total)
  if (direction < 0) return steps.findLast((step) => step < seconds - 1e-6) ?? steps[0]!
  return steps.find((step) => step > seconds + 1e-6) ?? total
}

const scaleSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000]
/** µV from one trace to the next: the next round step; a larger one draws traces smaller. */
export function stepScale(scale: number, direction: 1 | -1): number {
  if (direction > 0) return scaleSteps.find((step) => step > scale) ?? scaleSteps.at(-1)!
  return scaleSteps.findLast((step) => step < scale) ?? scaleSteps[0]!
}

/** The least round µV that are drawn so many pixels high at least. */
export const barMicrovolts = (perMicrovolt: number, least: number): number =>
  scaleSteps.find((step) => step * perMicrovolt >= least) ?? scaleSteps.at(-1)!

/** The round step for which a usual trace, so high from its lowest to its highest, keeps to its lane. */
export const fittingScale = (spread: number): number =>
  scaleSteps.find((step) => step >= spread * 0.5) ?? scaleSteps.at(-1)!

/** Tiles that these columns need, a margin on both sides among them, those of the view first. */
export function tilesFor({ samplesPerColumn, first, columns }: Viewport, sampleCount: number): number[] {
  const size = tileCells * factorFor(samplesPerColumn)
  const last = Math.max(0, Math.ceil(sampleCount / size) - 1)
  const tileAt = (column: number): number => Math.min(last, Math.max(0, Math.floor((column * samplesPerColumn) / size)))
  const [from, to] = [tileAt(first - 1), tileAt(first + columns + 1)]
  const shown = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  // Where a person scrolls to next: a screen ahead on both sides.
  const [before, behind] = [tileAt(first - columns), tileAt(first + 2 * columns)]
  const ahead = Array.from({ length: behind - to }, (_, i) => to + 1 + i)
  const back = Array.from({ length: from - before }, (_, i) => from - 1 - i)
  return [...shown, ...ahead, ...back]
}

/** Seconds between two lines of the time axis that stand at least so many columns apart. */
export function axisStep(samplesPerColumn: number, sampleRate: number, apart: number): number {
  const least = (apart * samplesPerColumn) / sampleRate
  const steps = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200]
  return steps.find((step) => step >= least) ?? 86400
}
