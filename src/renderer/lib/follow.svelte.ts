import { untrack } from 'svelte'
import type { AnyJobUpdate } from '../../ipc/contract'
import type { ImportResult, ImportState } from '../../core/domain/import'
import { countOutcomes } from '../../core/domain/import'
import { isFinal } from '../../core/domain/job'
import type { BackendSwitch } from '../../core/domain/backend'
import { api } from './api'
import { handedOverText, switchText } from './backendText'
import { lookUp } from './catalogue'
import { filesText } from './counts'
import { m } from './paraglide/messages.js'
import { jobTitle } from './progressText'
import { app, backends, jobs, navigation, quality, recordings, stream, study } from './state'
import type { Toast } from './toastList.svelte'
import { attempt, sayDone, sayError, sayPlainly } from './toasts'

/** Keeps the page's state with main's: subscriptions, and what follows from their news. Returns the end of all. */
export function followEverything(): () => void {
  const ends = [study.follow(), jobs.follow(), stream.follow(), jobs.onEnd(onJobEnd)]
  // The path alone: other news of a study must not take a person away from where they are.
  const path = $derived(study.current?.path)
  $effect(() => {
    // Which studies were open last has changed with it.
    untrack(() => void attempt(() => app.load()))
    if (path === undefined) return
    return () => {
      recordings.clear()
      quality.clear()
      navigation.go('recordings')
    }
  })
  $effect(() => {
    // Any news of the study may mean other recordings or labels.
    if (study.current) void recordings.refresh()
  })
  // A backend that was lost is marked at once, and another one learns: each is told when it happens.
  const lost = $derived(jobs.running.reduce((count, job) => count + (job.lost?.length ?? 0), 0))
  const switched = $derived(backends.use?.switches.length ?? 0)
  $effect(() => {
    if (lost + switched === 0) return
    untrack(() => void attempt(() => backends.load()))
  })
  $effect(() => {
    if (switched > 0) untrack(() => sayHandOver(backends.use?.switches.at(-1)))
  })
  return () => ends.forEach((end) => end())
}

function onJobEnd(job: AnyJobUpdate): void {
  if (!isFinal(job.state)) return
  if (job.kind === 'import' || job.kind === 'fetch' || job.kind === 'demo') void recordings.refresh()
  if (findsOut(job)) keepFindings(job)
  if (job.state.phase === 'failed' && !isShown(job)) sayError(job.state.error)
  if (job.state.phase === 'cancelled' && !isShown(job)) sayCancelled(job)
  if (job.state.phase !== 'finished') return
  const title = lookUp('job_done', job.kind) ?? job.kind
  const result = job.state.result
  if (result.kind === 'import' || result.kind === 'fetch' || result.kind === 'demo') {
    const count = (state: ImportState) => countOutcomes(result.import, state)
    const imported = count('imported') + count('partly')
    const refused = count('refused')
    // Where nothing is new, the list of what became of the files says why.
    if (imported > 0)
      sayDone(
        title,
        refused > 0 ? m.job_done_import_detail({ imported, refused }) : filesText(imported),
        result.kind === 'import' ? undoImport(result.import) : undefined,
      )
  } else if (
    result.kind === 'report' ||
    result.kind === 'curve-report' ||
    result.kind === 'export' ||
    result.kind === 'export-study'
  )
    sayFile(title, result.path)
  else if (!isShown(job)) sayDone(title)
}

/** Takes out again what came in; the files of the person stay where they are. */
function undoImport({ outcomes }: ImportResult): Toast['action'] {
  const added = outcomes.flatMap(({ state, recordingId }) =>
    (state === 'imported' || state === 'partly') && recordingId !== undefined ? [recordingId] : [],
  )
  const onClick = (): void => {
    // Those that a person has removed meanwhile are no longer there to be taken out.
    const there = added.filter((id) => recordings.all.some(({ summary }) => summary.id === id))
    if (there.length > 0) void attempt(() => recordings.remove(there))
  }
  return { label: m.common_undo(), onClick }
}

/** Where the learning itself is not in sight. */
function sayHandOver(change: BackendSwitch | undefined): void {
  if (change && navigation.screen !== 'electrodes') sayPlainly(handedOverText(change), switchText(change))
}

/** Learning tests what was never tried, and marks what crashed. */
const findsOut = ({ kind }: AnyJobUpdate): boolean =>
  kind === 'backends' || kind === 'install-tensorflow' || kind === 'remove-tensorflow' || kind === 'select'

function keepFindings({ state }: AnyJobUpdate): void {
  if (state.phase === 'finished' && 'statuses' in state.result) backends.take(state.result.statuses)
  void attempt(() => backends.load())
}

/** The screen that is open says itself how this job ended. */
function isShown({ kind, report }: AnyJobUpdate): boolean {
  if (kind === 'select' || kind === 'curve') return navigation.screen === 'electrodes'
  if (kind === 'backends' || kind === 'install-tensorflow' || kind === 'remove-tensorflow')
    return navigation.screen === 'settings'
  // One that failed before it said whose labels it is about stands nowhere.
  if (kind === 'check-labels') return navigation.screen === 'labels' && report !== undefined
  if (kind === 'overview') return true
  return (
    kind !== 'report' &&
    kind !== 'curve-report' &&
    kind !== 'export' &&
    kind !== 'export-study' &&
    navigation.screen === 'recordings'
  )
}

function sayFile(title: string, path: string): void {
  const onClick = () => void attempt(() => api.app.showItem({ path }))
  sayDone(title, fileNameOf(path), { label: m.job_report_show(), onClick })
}

function sayCancelled(job: AnyJobUpdate): void {
  const done = job.report?.kind === 'import' ? countOutcomes(job.report.import, 'imported') : 0
  sayPlainly(
    m.job_cancelled({ job: jobTitle(job.kind) }),
    done > 0 ? m.job_cancelled_import({ count: done }) : undefined,
  )
}

const fileNameOf = (path: string): string => path.split(/[/\\]/).at(-1) ?? path
