import { AppError } from '../../core/domain/error'
import type { Wiring } from '../../core/domain/session'
import type { AreaHandlers, MainContext } from './context'

const inUseKey = 'cap.inUse'
const wiringKey = (modelId: string, capId: string): string => `wiring.${modelId}.${capId}`

export function capHandlers({ current }: MainContext): AreaHandlers<'caps'> {
  return {
    list: () => ({
      own: current.study?.caps.list() ?? [],
      inUseId: current.study?.settings.get<string>(inUseKey) ?? null,
    }),
    save(cap) {
      if (cap.origin !== 'own') throw presetIsFixed(cap.name)
      current.require().caps.save(cap)
      current.touched()
      return cap
    },
    remove({ id }) {
      current.require().caps.remove(id)
      current.touched()
    },
    use({ id }) {
      current.require().settings.set(inUseKey, id)
      current.touched()
    },
    wiring: ({ modelId, capId }) => current.require().settings.get<Wiring>(wiringKey(modelId, capId)) ?? null,
    saveWiring({ modelId, capId, wiring }) {
      current.require().settings.set(wiringKey(modelId, capId), wiring)
      current.touched()
    },
  }
}

const presetIsFixed = (name: string): AppError =>
  new AppError({
    code: 'input/invalid',
    message: `${name} comes with the program and cannot be changed.`,
    hint: 'Make a cap of your own from it.',
  })
