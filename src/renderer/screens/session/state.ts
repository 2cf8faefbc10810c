import { api } from '../../lib/api'
import { ModelsState } from './models.svelte'
import { SessionSetup } from './sessionSetup.svelte'

export const models = new ModelsState(api)
export const setup = new SessionSetup(api)
