import type { SelectionData } from './selector'

/** One covariance a trial and band: what searches work on. */
export interface TrialCovariances {
  readonly sites: number
  readonly bands: number
  /** `[trial][band]`, each `[site, site]`: mean of the empirical covariances of the trial's crops. */
  readonly covariances: readonly (readonly Float64Array[])[]
  /** Different samples that a trial's covariance rests on, `[trial]`. */
  readonly counts: Float64Array
  readonly classOfTrial: Int32Array
  readonly groupOfTrial: Int32Array
  readonly classes: number
}

/** Selectors of the same data share the work; it goes when the data goes. */
const known = new WeakMap<SelectionData, TrialCovariances>()

export function trialCovariances(data: SelectionData): TrialCovariances {
  const found = known.get(data) ?? average(data)
  known.set(data, found)
  return found
}

function average(data: SelectionData): TrialCovariances {
  const { classOfTrial, groupOfTrial, classes, trialOfExample } = data
  const sites = data.candidates.length
  const bands = data.covariances[0]?.length ?? 0
  const cropsOf = Array.from(classOfTrial, (): number[] => [])
  trialOfExample.forEach((trial, crop) => cropsOf[trial]!.push(crop))
  const covariances = cropsOf.map((crops) =>
    Array.from({ length: bands }, (_, band) => {
      const mean = new Float64Array(sites * sites)
      for (const crop of crops) {
        const own = data.covariances[crop]![band]!
        for (let i = 0; i < mean.length; i++) mean[i]! += own[i]! / crops.length
      }
      return mean
    }),
  )
  const counts = Float64Array.from(cropsOf, (crops) => distinctSamples(data, crops))
  return { sites, bands, covariances, counts, classOfTrial, groupOfTrial, classes }
}

/** Crops overlap: what two of them share counts once. */
function distinctSamples({ examples, covarianceSamples }: SelectionData, crops: readonly number[]): number {
  const { signalOf, startOf } = examples
  const order = [...crops].sort((a, b) => signalOf[a]! - signalOf[b]! || startOf[a]! - startOf[b]!)
  let count = 0
  order.forEach((crop, i) => {
    const before = order[i - 1]
    const follows = before !== undefined && signalOf[before] === signalOf[crop]
    count += follows ? Math.min(covarianceSamples, startOf[crop]! - startOf[before]!) : covarianceSamples
  })
  return count
}
