import type { EvaluationScheme, Margin, MethodId, NamedSet } from '../../../../core/domain/curve'
import type { DecoderKind } from '../../../../core/domain/decoder'
import type { Depth, CurveChoices } from './curvePlan'
import { recommendedChoices } from './curvePlan'

const setsKey = 'sparsecap.own-sets'

/** What a person chose about the curve; it stays while other screens are shown. Own sets stay on this computer. */
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
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage
    this.#saved = readSets(storage.getItem(setsKey))
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
  /** One of the same name is replaced; it takes part from now on. */
  saveSet(set: NamedSet): void {
    this.#keep([...this.#saved.filter(({ name }) => name !== set.name), set])
    this.ownSets = [...this.ownSets.filter(({ name }) => name !== set.name), set]
  }
  removeSet(name: string): void {
    this.#keep(this.#saved.filter((set) => set.name !== name))
    this.ownSets = this.ownSets.filter((set) => set.name !== name)
  }
  #keep(sets: readonly NamedSet[]): void {
    this.#saved = sets
    this.#storage.setItem(setsKey, JSON.stringify(sets))
  }
}

/** Whatever is no set is left out. */
function readSets(text: string | null): NamedSet[] {
  try {
    const parsed: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(parsed) ? parsed.filter(isSet) : []
  } catch {
    return []
  }
}

const isSet = (value: unknown): value is NamedSet =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'electrodes' in value &&
  Array.isArray(value.electrodes) &&
  value.electrodes.every((site) => typeof site === 'string')
