import type { Cap, ElectrodeName } from '../../../core/domain/electrode'
import type { DecoderKind } from '../../../core/domain/decoder'
import type { SelectionRequest } from '../../../core/domain/training'
import type { ClassId } from '../../../core/domain/trial'
import type { RecordingView } from '../../../ipc/views'
import type { CandidateChoice, ClassGroup, QuestionFault, QuestionParts } from './question'
import { classGroups, commonSites, countTrials, faultsOf, runsWith, sitesOfChoice } from './question'

export const defaultElectrodes = 8
export const defaultSteps = 300
export const defaultSeed = 1

interface Adopted {
  readonly studyPath: string
  readonly subject: string | null
  readonly recordings: readonly RecordingView[]
  readonly cap: Cap | null
}

/** The question that a person is putting together: it stays as it is while other screens are shown. */
export class QuestionState {
  electrodes = $state(defaultElectrodes)
  steps = $state(defaultSteps)
  seed = $state(defaultSeed)
  decoder = $state<DecoderKind>('network')
  candidates = $state<CandidateChoice>('all')
  #studyPath = ''
  #subject = $state<string | null>(null)
  #recordings = $state.raw<readonly RecordingView[]>([])
  #cap = $state.raw<Cap | null>(null)
  #recordingIds = $state.raw<readonly number[]>([])
  #classes = $state.raw<readonly ClassId[]>([])
  #keep = $state.raw<readonly ElectrodeName[]>([])
  #avoid = $state.raw<readonly ElectrodeName[]>([])

  readonly groups: readonly ClassGroup[] = $derived(classGroups(this.#recordings))
  readonly parts: QuestionParts = $derived({
    electrodes: this.electrodes,
    recordingIds: this.#recordingIds,
    classes: this.#classes,
    candidates: this.candidates,
    keep: this.#keep,
    avoid: this.#avoid,
  })
  /** Sites that every chosen run has. */
  readonly sites: readonly ElectrodeName[] = $derived(commonSites(this.#recordings, this.#recordingIds))
  /** Sites that the choice allows, avoided ones among them. */
  readonly allowed: readonly ElectrodeName[] = $derived(sitesOfChoice(this.candidates, this.sites, this.#cap))
  readonly faults: readonly QuestionFault[] = $derived(faultsOf(this.#recordings, this.parts, this.allowed))
  readonly counts: ReadonlyMap<ClassId, number> = $derived(countTrials(this.#recordings, this.parts))
  /** Runs that cue one of the chosen classes. */
  readonly usableRuns: readonly RecordingView[] = $derived(runsWith(this.#recordings, this.#classes))

  get subject(): string | null {
    return this.#subject
  }
  get recordings(): readonly RecordingView[] {
    return this.#recordings
  }
  get recordingIds(): readonly number[] {
    return this.#recordingIds
  }
  get classes(): readonly ClassId[] {
    return this.#classes
  }
  get keep(): readonly ElectrodeName[] {
    return this.#keep
  }
  get avoid(): readonly ElectrodeName[] {
    return this.#avoid
  }
  get cap(): Cap | null {
    return this.#cap
  }
  /** All classes that any run cues, rest left out. */
  get knownClasses(): readonly ClassId[] {
    return this.groups.flatMap(({ classes }) => classes).filter((classId, i, all) => all.indexOf(classId) === i)
  }

  /** Takes the recordings of a subject; what was chosen stays where it still can. */
  adopt({ studyPath, subject, recordings, cap }: Adopted): void {
    const another = subject !== this.#subject || studyPath !== this.#studyPath
    this.#studyPath = studyPath
    this.#recordings = recordings
    this.#cap = cap
    if (this.candidates === 'cap' && !cap) this.candidates = 'all'
    const kept = this.#recordingIds.filter((id) => recordings.some(({ summary }) => summary.id === id))
    if (another || kept.length === 0) this.#chooseFirst(subject)
    else if (kept.length < this.#recordingIds.length) this.#recordingIds = kept
  }

  chooseGroup(group: ClassGroup): void {
    this.#classes = group.classes
    this.#recordingIds = group.recordingIds
  }
  /** With a class come the runs that cue it; without it go those that cue nothing else. */
  toggleClass(classId: ClassId): void {
    const had = this.#classes.includes(classId)
    this.#classes = had ? this.#classes.filter((one) => one !== classId) : [...this.#classes, classId]
    this.#recordingIds = runsWith(this.#recordings, this.#classes).map(({ summary }) => summary.id)
  }
  toggleRun(id: number): void {
    this.#recordingIds = this.#recordingIds.includes(id)
      ? this.#recordingIds.filter((one) => one !== id)
      : [...this.#recordingIds, id]
  }

  setKept(site: ElectrodeName, kept: boolean): void {
    this.#keep = kept ? [...this.#keep.filter((one) => one !== site), site] : this.#keep.filter((one) => one !== site)
    if (kept) this.#avoid = this.#avoid.filter((one) => one !== site)
  }
  setAvoided(site: ElectrodeName, avoided: boolean): void {
    this.#avoid = avoided
      ? [...this.#avoid.filter((one) => one !== site), site]
      : this.#avoid.filter((one) => one !== site)
    if (avoided) this.#keep = this.#keep.filter((one) => one !== site)
  }
  /** A click on the head: candidate → keep → avoid → candidate. */
  cycleSite(site: ElectrodeName): void {
    if (this.#keep.includes(site)) this.setAvoided(site, true)
    else if (this.#avoid.includes(site)) this.setAvoided(site, false)
    else this.setKept(site, true)
  }

  /** Plain data for main. Only runs that cue a chosen class go along. */
  toRequest(): SelectionRequest {
    return {
      subject: this.#subject ?? '',
      recordingIds: this.usableRuns.map(({ summary }) => summary.id).filter((id) => this.#recordingIds.includes(id)),
      classes: [...this.#classes],
      electrodes: this.electrodes,
      candidates: this.candidates === 'all' ? [] : [...this.allowed],
      keep: [...this.#keep],
      avoid: [...this.#avoid],
      seed: this.seed,
      steps: this.steps,
      shuffleLabels: false,
      decoder: this.decoder,
    }
  }

  #chooseFirst(subject: string | null): void {
    this.#subject = subject
    this.#keep = []
    this.#avoid = []
    const [first] = this.groups
    this.#classes = first?.classes ?? []
    this.#recordingIds = first?.recordingIds ?? []
  }
}
