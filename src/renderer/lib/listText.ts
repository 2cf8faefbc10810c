import { getLocale } from './paraglide/runtime.js'

/** “T1 and T2”, “T1 和 T2”. */
export const listText = (items: readonly string[]): string =>
  new Intl.ListFormat(getLocale(), { style: 'long', type: 'conjunction' }).format(items)
