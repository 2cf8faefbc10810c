import type { LdaSpec, RiemannSpec, TrainedLda, TrainedRiemann } from '../../domain/decoder'
import { sandwich } from './symmetric'
import { createTangentSpace, tangentSize } from './tangentSpace'

/** Covariances of the bands of one window → features; overwritten by the next call. */
export type FeatureMap = (covariances: readonly Float64Array[]) => Float64Array

/** What a decoder's features rest on, without its scores. */
export type FeatureBasis = (LdaSpec & Pick<TrainedLda, 'filters'>) | (RiemannSpec & Pick<TrainedRiemann, 'means'>)

/** Number of features for so many bands of so many channels. */
export function classicalFeatureCount(basis: FeatureBasis, bands: number, channels: number): number {
  if (basis.kind === 'riemann') return bands * tangentSize(channels)
  return bands * (basis.patterns === null ? channels : Math.min(basis.patterns, channels))
}

export function createFeatureMap(basis: FeatureBasis, bands: number, channels: number): FeatureMap {
  const features = new Float64Array(classicalFeatureCount(basis, bands, channels))
  const each = features.length / bands
  if (basis.kind === 'riemann') {
    const spaces = basis.means.map(createTangentSpace)
    return (covariances) => {
      spaces.forEach((toTangent, band) => toTangent(covariances[band]!, features, band * each))
      return features
    }
  }
  return (covariances) => {
    covariances.forEach((covariance, band) => {
      const filters = basis.filters[band]
      const power = filters ? sandwich(filters, covariance) : covariance
      for (let i = 0; i < each; i++) features[band * each + i] = logPower(power[i * (each + 1)]!)
    })
    return features
  }
}

/** A dead channel has no power, and must not give −∞. */
const logPower = (power: number): number => Math.log(Math.max(power, 1e-30))
