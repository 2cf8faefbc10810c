import { createClient } from '../../ipc/client'
import { contract } from '../../ipc/contract'

/** Everything that the page may ask of main. Calls throw AppError. */
export const api = createClient(window.sparsecap, contract)
export type ApiClient = typeof api
