import type { ElectrodeName } from '../domain/electrode'

/** The site on the other side of the head: C3 for C4, FC5h for FC6h, Cz for itself. */
export const mirrorSite = (name: ElectrodeName): ElectrodeName =>
  name.replace(/\d+/, (digits) => String(Number(digits) % 2 === 1 ? Number(digits) + 1 : Number(digits) - 1))
