import { api } from './api'
import { AppState } from './app.svelte'
import { BackendsState } from './backends.svelte'
import { JobsState } from './jobs.svelte'
import { Navigation } from './navigation.svelte'
import { QualityState } from './quality.svelte'
import { RecordingsState } from './recordings.svelte'
import { StreamingState } from './stream.svelte'
import { StudyState } from './study.svelte'

/** One of each for the one window. */
export const app = new AppState(api)
export const study = new StudyState(api)
export const recordings = new RecordingsState(api)
export const quality = new QualityState(api)
export const jobs = new JobsState(api)
export const backends = new BackendsState(api, jobs)
export const stream = new StreamingState(api)
export const navigation = new Navigation()
