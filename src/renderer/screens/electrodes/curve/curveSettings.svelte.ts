import type { EvaluationScheme, Margin, MethodId, NamedSet } from '../../../../core/domain/curve'
import type { DecoderKind } from '../../../../core/domain/decoder'
import type { ApiClient } from '../../../lib/api'
import type { Depth, CurveChoices } from './curvePlan'
import { recommendedChoices } from './curvePlan'

type SetsApi = { readonly curve: Pick<ApiClient['curve'], 'ownSets' | 'saveOwnSet' | 'removeOwnSet'> }

/** What a person chose about the curve; it stays while other screens are shown. Own sets are kept in the study. */
export class CurveSettings implements CurveChoices {
  depth = $state<Depth>('button')
  useCap = $state(recommendedChoices.useCap)
  sizes = $state.raw<readonly number[] | null>(null)
  methods = $state.raw<readonly MethodId[]>(recommendedChoices.methods)
  scheme = $state<EvaluationScheme>(recommendedChoices.scheme)
  decoders = $state.raw<readonly DecoderKind[]>(recommendedChoices.decoders)
  margin = $state.raw<Margin>(recommendedChoices.margin)
  minimumDistance = $state(recommendedChoices.minimumDistance)
  symmetric = $state(recommendedChoices.symmetric)
  restarts = $state(recommendedChoices.restarts)
  steps = $state(recommendedChoices.steps)
  draws = $state(recommendedChoices.draws)
  seed = $state(recommendedChoices.seed)
  shuffleLabels = $state(recommendedChoices.shuffleLabels)
  /** Compared beside the methods. */
  ownSets = $state.raw<readonly NamedSet[]>([])
  #saved = $state.raw<readonly NamedSet[]>([])
  readonly #api: SetsApi
  #studyPath: string | null = null
  #calls = 0

  constructor(api: SetsApi) {
    this.#api = api
  }

  /** Sets of the study; of another one none stays, saved or compared. Throws AppError. */
  async load(studyPath: string): Promise<void> {
    if (studyPath !== this.#studyPath) {
      this.#saved = []
      this.ownSets = []
    }
    this.#studyPath = studyPath
    await this.#keep(this.#api.curve.ownSets())
  }

  /** All sets that were saved, whether they are compared or not. */
  get savedSets(): readonly NamedSet[] {
    return this.#saved
  }
  toggleMethod(method: MethodId): void {
    this.methods = this.methods.includes(method)
      ? this.methods.filter((one) => one !== method)
      : [...this.methods, method]
  }
  /** The last one stays: without a decoder nothing is judged. */
  toggleDecoder(kind: DecoderKind): void {
    const others = this.decoders.filter((one) => one !== kind)
    if (!this.decoders.includes(kind)) this.decoders = [...this.decoders, kind]
    else if (others.length > 0) this.decoders = others
  }
  toggleSet(set: NamedSet): void {
    const others = this.ownSets.filter(({ name }) => name !== set.name)
    this.ownSets = others.length < this.ownSets.length ? others : [...others, set]
  }
  /** One of the same name is replaced; it takes part from now on. Throws AppError. */
  async saveSet(set: NamedSet): Promise<void> {
    const isOfStudy = await this.#keep(this.#api.curve.saveOwnSet({ name: set.name, electrodes: [...set.electrodes] }))
    if (isOfStudy) this.ownSets = [...this.ownSets.filter(({ name }) => name !== set.name), set]
  }
  /** Throws AppError. */
  async removeSet(name: string): Promise<void> {
    const isOfStudy = await this.#keep(this.#api.curve.removeOwnSet({ name }))
    if (isOfStudy) this.ownSets = this.ownSets.filter((set) => set.name !== name)
  }
  /** Main answers in order: the reply to a later call is the newer one. False once another study is open. */
  async #keep(asked: Promise<readonly NamedSet[]>): Promise<boolean> {
    const [call, studyPath] = [++this.#calls, this.#studyPath]
    const sets = await asked
    if (call === this.#calls) this.#saved = sets
    return studyPath === this.#studyPath
  }
}
