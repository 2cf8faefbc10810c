import { pickExamples } from '../../domain/examples'
import type { SelectionData } from '../selectors/selector'

/** The same trials with some of the sites, in the order given; what selectors see when not every site may be chosen. */
export function pickSites(data: SelectionData, sites: readonly number[]): SelectionData {
  const all = data.candidates.length
  const isWhole = sites.length === all && sites.every((site, place) => site === place)
  if (isWhole) return data
  return {
    ...data,
    candidates: sites.map((site) => data.candidates[site]!),
    examples: pickExamples(data.examples, sites),
    covariances: data.covariances.map((bands) => bands.map((covariance) => cut(covariance, sites, all))),
  }
}

/** Rows and columns of some sites out of `[all, all]`. */
export function cut(covariance: Float64Array, sites: readonly number[], all: number): Float64Array {
  const part = new Float64Array(sites.length ** 2)
  let place = 0
  for (const row of sites) for (const column of sites) part[place++] = covariance[row * all + column]!
  return part
}
