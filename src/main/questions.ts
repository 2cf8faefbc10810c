import { AppError } from '../core/domain/error'
import type { Answer, Question, TrainingNews } from '../ipc/trainingProcess'
import { exitText } from './exitText'
import type { StartTrainingProcess, TrainingProcess } from './trainingProcess'

/** Short questions about signals: main does no sample work, so a training process that stays answers them. */
export interface Questions {
  ask<A extends Answer>(question: Question): Promise<A>
  stop(): void
}

interface Waiting {
  resolve(answer: Answer): void
  reject(error: AppError): void
}

export function createQuestions(startProcess: StartTrainingProcess): Questions {
  const waiting = new Map<number, Waiting>()
  let process: TrainingProcess | undefined
  let lastId = 0

  const hear = (news: TrainingNews): void => {
    if (news.type !== 'answer' && news.type !== 'refused') return
    const asked = waiting.get(news.requestId)
    waiting.delete(news.requestId)
    if (news.type === 'answer') asked?.resolve(news.answer)
    else asked?.reject(new AppError(news.error))
  }
  const exited = (code: number): void => {
    process = undefined
    const error = new AppError({
      code: 'job/process-exited',
      message: `The process that reads signals ended with ${exitText(code)}.`,
      hint: 'Try again; it starts anew.',
      values: { how: exitText(code) },
    })
    for (const asked of waiting.values()) asked.reject(error)
    waiting.clear()
  }
  return {
    ask<A extends Answer>(question: Question) {
      process ??= startProcess({ onNews: hear, onExit: exited })
      const requestId = ++lastId
      return new Promise<A>((resolve, reject) => {
        waiting.set(requestId, { resolve: resolve as (answer: Answer) => void, reject })
        process!.send({ type: 'ask', requestId, question })
      })
    },
    stop() {
      process?.kill()
      process = undefined
    },
  }
}
