import { api } from '../../../lib/api'
import { BrowserState } from './browserState.svelte'

/** One of the window. */
export const browser = new BrowserState(api)
