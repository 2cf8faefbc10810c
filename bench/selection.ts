import { compareForward } from './selection/search'
import { present } from './support/rows'

/** Choosing electrodes: a search around a Riemannian classifier against the same search in Python. */
present(await compareForward())
