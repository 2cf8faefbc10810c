import type { Audit } from './audit'
import type { Catalogue } from './catalogue'

/** What the parts of a study share. */
export interface StoreContext {
  readonly folder: string
  readonly catalogue: Catalogue
  readonly audit: Audit
  /** Wall clock, milliseconds. */
  readonly now: () => number
}
