import { api } from '../../lib/api'
import { ReplayState } from './replayState.svelte'

export const replay = new ReplayState(api)
