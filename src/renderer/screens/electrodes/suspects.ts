import type { ElectrodeName } from '../../../core/domain/electrode'

/** Frontal pole, and the rim from the outer frontal to the temporal sites. */
const rim = /^(Fp\w+|AF\w+|F(7|8|9|10)|(FT|T)(7|8|9|10))$/

/** Those of the chosen sites that lie over the eyes or over muscles of the jaw and the temples, in their order. */
export const suspectSites = (chosen: readonly ElectrodeName[]): ElectrodeName[] =>
  chosen.filter((site) => rim.test(site))
