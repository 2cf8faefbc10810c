import type { BackendName } from '../../core/domain/backend'
import type { Learner } from '../../core/model/learner'
import type { BackendSource, OpenBackend } from './backendSource'

/** Hears which backend computes in this process now; `null`: none does. */
export type Announce = (backend: BackendName | null) => void

/** The same backends, which say when they compute in this process: from the creation of a learner to its end, and while
 *  they are loaded. So whoever sees the process die knows which of them it was, and that it was none while files were read. */
export function announceBackends(sources: readonly BackendSource[], announce: Announce): readonly BackendSource[] {
  const computing = new Map<object, BackendName>()
  const tell = (): void => announce([...computing.values()].at(-1) ?? null)
  const begin = (name: BackendName): (() => void) => {
    const work = {}
    computing.set(work, name)
    tell()
    return () => {
      if (computing.delete(work)) tell()
    }
  }
  return sources.map((source) => (source.inThisProcess ? announced(source, begin) : source))
}

function announced(source: BackendSource, begin: (name: BackendName) => () => void): BackendSource {
  return {
    ...source,
    async open() {
      const end = begin(source.name)
      try {
        const backend = await source.open()
        return { ...backend, create: (spec) => createAnnounced(backend, spec, begin(source.name)) }
      } finally {
        end()
      }
    },
  }
}

async function createAnnounced(
  backend: OpenBackend,
  spec: Parameters<OpenBackend['create']>[0],
  end: () => void,
): Promise<Learner> {
  try {
    return endedBy(await backend.create(spec), end)
  } catch (thrown) {
    end()
    throw thrown
  }
}

/** Learners may be objects of a class: all but the end of theirs is left as it is. */
function endedBy(learner: Learner, end: () => void): Learner {
  const dispose = learner.dispose.bind(learner)
  learner.dispose = () => dispose().finally(end)
  return learner
}
