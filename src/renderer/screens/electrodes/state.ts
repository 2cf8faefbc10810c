import { api } from '../../lib/api'
import { jobs } from '../../lib/state'
import { QuestionState } from './questionState.svelte'
import { SelectionState } from './selectionState.svelte'

export const question = new QuestionState()
export const selection = new SelectionState(api, jobs)
