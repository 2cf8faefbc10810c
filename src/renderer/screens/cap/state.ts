import { api } from '../../lib/api'
import { CapState } from './capState.svelte'

export const caps = new CapState(api)
