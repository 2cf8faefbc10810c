import type { BackendName, LostBackend } from '../core/domain/backend'
import type { Resumption, TrainingNews, TrainingOrder } from '../ipc/trainingProcess'
import { exitText } from './exitText'
import type { StartTrainingProcess, TrainingProcess } from './trainingProcess'

/** A process that computes says this often that it lives; so many times it may fail to before it counts as hung. Ticks are
 *  counted, not time: a machine that slept has no hung process when it wakes. */
const tickMs = 10_000
const mostSilentTicks = 18
const hung = `it hung: no answer within ${(mostSilentTicks * tickMs) / 1000} s`

/** Keeps that a backend crashed here. */
export type BackendLost = (lost: LostBackend) => void

/**
 * Training processes that outlive themselves: when one dies, or hangs, while a backend computes in it, the backend is
 * marked and another process goes on with the same job without it, from the last checkpoint. Each backend may be lost once.
 * When nothing computed, or somebody wanted the process to end, its end is its end.
 */
export function withResumption(start: StartTrainingProcess, backendLost: BackendLost): StartTrainingProcess {
  return ({ onNews, onExit }) => {
    const lost: LostBackend[] = []
    let order: Extract<TrainingOrder, { type: 'run' }> | null = null
    let checkpoint: Resumption['checkpoint'] = null
    let shouldEnd = false
    let current = launch()

    function launch(): TrainingProcess {
      let computing: BackendName | null = null
      let isOver = false
      let silentTicks = 0
      const over = (why: string, code: number): void => {
        if (isOver) return
        isOver = true
        clearInterval(timer)
        const backend = computing
        if (shouldEnd || !order || !backend || lost.some((one) => one.backend === backend)) return onExit(code)
        lost.push({ backend, step: checkpoint?.learning.points.length ?? 0, why })
        backendLost(lost.at(-1)!)
        // One that hangs is still there.
        process.kill()
        onNews({ type: 'backend-lost', lost: [...lost] })
        goOn()
      }
      const timer = setInterval(() => {
        if (computing && ++silentTicks > mostSilentTicks) over(hung, -1)
      }, tickMs)
      timer.unref?.()
      const process = start({
        onNews(news) {
          if (isOver) return
          silentTicks = 0
          if (news.type === 'computing') computing = news.backend
          else if (news.type === 'checkpoint') checkpoint = news.checkpoint
          else if (news.type !== 'alive') onNews(news)
          if (isLast(news)) shouldEnd = true
        },
        onExit: (code) => over(`its process ended with ${exitText(code)}`, code),
      })
      return process
    }
    const goOn = (): void => {
      current = launch()
      current.send({ ...order!, resume: { lost: [...lost], checkpoint } })
    }
    return {
      send(next, ports) {
        if (next.type === 'run') order = next
        if (next.type === 'cancel') shouldEnd = true
        current.send(next, ports)
      },
      kill() {
        shouldEnd = true
        current.kill()
      },
    }
  }
}

const isLast = ({ type }: TrainingNews): boolean => type === 'finished' || type === 'failed' || type === 'cancelled'
