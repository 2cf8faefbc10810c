import type { ModelHeader, NetworkSpec, TrainedModel } from '../core/domain/model'
import type { BatchStatistics, Parameters } from '../core/domain/model'

/** Version 1: a network, its weights beside the other fields. */
interface FirstHeader extends Omit<ModelHeader, 'schemaVersion' | 'decoder'> {
  readonly schemaVersion: 1
  readonly network: NetworkSpec
}
interface FirstModel extends FirstHeader {
  readonly parameters: Parameters
  readonly statistics: BatchStatistics
}
export type StoredModel = FirstModel | TrainedModel
export type StoredHeader = FirstHeader | ModelHeader

/** A model of any version that was ever saved, as the newest. */
export function migrateModel(stored: StoredModel): TrainedModel {
  if (stored.schemaVersion !== 1) return stored
  const { network, parameters, statistics, ...rest } = stored
  return { ...rest, schemaVersion: 2, decoder: { kind: 'network', network, parameters, statistics } }
}

/** The same for the header that a catalogue keeps. */
export function migrateHeader(stored: StoredHeader): ModelHeader {
  if (stored.schemaVersion !== 1) return stored
  const { network, ...rest } = stored
  return { ...rest, schemaVersion: 2, decoder: { kind: 'network', network } }
}
