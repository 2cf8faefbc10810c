/** The name of a site in the 10-05 system in its canonical spelling: `C3`, `FCz`, `Fp1`. */
export type ElectrodeName = string

/** A position on the unit sphere: x to the right ear, y to the nose, z up (Cz is [0, 0, 1]). */
export type SpherePoint = readonly [x: number, y: number, z: number]

/** Contacts of a cap in input order, with its reference and ground. */
export interface Cap {
  readonly id: string
  readonly name: string
  /** Sites in channel order; `null` where the maker leaves the place of the input to the user. */
  readonly sites: readonly (ElectrodeName | null)[]
  readonly reference?: string
  readonly ground?: string
  /** How many inputs the amplifier has: at most so many electrodes can be worn at once. */
  readonly inputs: number
  readonly sampleRate?: number
  readonly boardId?: number
  readonly note?: string
  /** `preset` comes with the program and cannot be changed; `own` belongs to the study. */
  readonly origin: 'preset' | 'own'
}
