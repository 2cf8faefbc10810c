import type { Row } from './rows'

/** Slope of the least-squares line through the logarithms: the power by which a cost grows. */
export function exponentRow(what: string, sizes: readonly number[], times: readonly number[], goal: string): Row {
  const [x, y] = [sizes.map(Math.log), times.map(Math.log)]
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [mx, my] = [mean(x), mean(y)]
  const top = x.reduce((sum, value, i) => sum + (value - mx) * (y[i]! - my), 0)
  const bottom = x.reduce((sum, value) => sum + (value - mx) ** 2, 0)
  const exponent = top / bottom
  const figures = sizes.map((size, i) => `${size}: ${times[i]!.toFixed(1)} ms`).join(', ')
  return {
    what: `growth with ${what}, ${figures}`,
    ...{ ours: exponent, peer: 1, peerName: 'linear growth', ratio: 1 / exponent, unit: 'exponent', goal },
  }
}
