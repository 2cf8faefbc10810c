import type { MessagePortMain } from 'electron'
import type { BackendName } from '../core/domain/backend'
import { AppError, toErrorData } from '../core/domain/error'
import type { LearnerNews } from '../ipc/trainingProcess'
import type { StartTrainingProcess, TrainingProcess } from './trainingProcess'

/** A process or page in which learners live. */
export interface LearnerHost {
  /** The end of its line that goes to whoever wants it. */
  readonly port: MessagePortMain
  /** The line is closed: ends it, by force if need be. */
  close(): void
}

/** Starts one. `lost` is called when it ends, however it ends. Rejects with `learner/unsupported`. */
export type StartLearner = (
  environment: Readonly<Record<string, string>>,
  lost: (why: string) => void,
) => Promise<LearnerHost>

type Wanted = Extract<LearnerNews, { type: 'learner-wanted' }>

/** Training processes that get learners of their own when they ask: main alone can start processes and windows. Samples
 *  and parameters never pass through main, only the ends of their lines. */
export function withLearners(
  start: StartTrainingProcess,
  starters: Partial<Record<BackendName, StartLearner>>,
): StartTrainingProcess {
  return ({ onNews, onExit }) => {
    const hosts = new Map<number, LearnerHost>()
    let hasExited = false
    const close = (requestId: number): void => {
      hosts.get(requestId)?.close()
      hosts.delete(requestId)
    }
    const give = async (process: TrainingProcess, { requestId, backend, environment }: Wanted): Promise<void> => {
      const lost = (why: string): void => {
        if (hosts.delete(requestId)) process.send({ type: 'learner-lost', requestId, why })
      }
      try {
        const starter = starters[backend]
        if (!starter) throw noSuch(backend)
        const host = await starter(environment, lost)
        if (hasExited) return host.close()
        hosts.set(requestId, host)
        process.send({ type: 'learner-port', requestId }, [host.port])
      } catch (thrown) {
        if (!hasExited) process.send({ type: 'learner-refused', requestId, error: toErrorData(thrown) })
      }
    }
    const process = start({
      onNews(news) {
        if (news.type === 'learner-wanted') void give(process, news)
        else if (news.type === 'learner-closed') close(news.requestId)
        else onNews(news)
      },
      onExit(code) {
        hasExited = true
        for (const requestId of [...hosts.keys()]) close(requestId)
        onExit(code)
      },
    })
    return process
  }
}

const noSuch = (backend: BackendName): AppError =>
  new AppError({
    code: 'learner/unsupported',
    message: `There is no process or window for the backend ${backend}.`,
    hint: 'Choose another backend.',
    values: { backend },
  })
