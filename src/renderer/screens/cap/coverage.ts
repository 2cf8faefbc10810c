import type { Cap, ElectrodeName } from '../../../core/domain/electrode'
import type { Wiring } from '../../../core/domain/session'
import { matchWiring, wiringFaults } from '../../../core/montage/wiring'

/** What a cap can do for the electrodes of a model. */
export interface Coverage {
  /** Electrodes that have a place on the cap: a named site, or an input that may be placed anywhere. */
  readonly carried: readonly ElectrodeName[]
  readonly missing: readonly ElectrodeName[]
  /** More electrodes than the amplifier has inputs. */
  readonly tooMany: boolean
}

/** Whether the maker leaves the place of some inputs to the user. */
export const isFree = (cap: Cap): boolean => cap.sites.includes(null)

export function coverageOf(cap: Cap, electrodes: readonly ElectrodeName[]): Coverage {
  const named = electrodes.filter((electrode) => cap.sites.includes(electrode))
  let free = cap.sites.filter((site) => site === null).length
  const carried = electrodes.filter((electrode) => named.includes(electrode) || free-- > 0)
  return {
    carried,
    missing: electrodes.filter((electrode) => !carried.includes(electrode)),
    tooMany: electrodes.length > cap.inputs,
  }
}

/** An input of a cap as the wiring table offers it. */
export interface CapInput {
  readonly input: number
  readonly site: ElectrodeName | null
}
export const inputsOf = (cap: Cap): CapInput[] => cap.sites.map((site, input) => ({ input, site }))

/** By name first; what has no name of its own gets the free inputs in their order. */
export function proposeWiring(cap: Cap, electrodes: readonly ElectrodeName[]): Wiring {
  return fillWiring(
    matchWiring(electrodes, cap.sites),
    inputsOf(cap)
      .filter(({ site }) => site === null)
      .map(({ input }) => input),
  )
}

/** Gives electrodes without an input the unused ones of `inputs`, in order. */
export function fillWiring(wiring: Wiring, inputs: readonly number[]): Wiring {
  const free = inputs.filter((input) => wiring.every((wire) => wire.input !== input))
  return wiring.map((wire) => (wire.input === null ? { ...wire, input: free.shift() ?? null } : wire))
}

export const withWire = (wiring: Wiring, electrode: ElectrodeName, input: number | null): Wiring =>
  wiring.map((wire) => (wire.electrode === electrode ? { ...wire, input } : wire))

export const isSound = (wiring: Wiring): boolean => {
  const { open, shared } = wiringFaults(wiring)
  return open.length + shared.length === 0
}

/** A saved wiring still fits a model when it names the same electrodes in the same order. */
export const fitsModel = (wiring: Wiring, electrodes: readonly ElectrodeName[]): boolean =>
  wiring.length === electrodes.length && wiring.every((wire, i) => wire.electrode === electrodes[i])
