import { toErrorData } from '../core/domain/error'
import type { TrainingNews } from '../ipc/trainingProcess'
import type { StartTrainingProcess } from './trainingProcess'

/** Makes a PDF of a page of the disk, and says where it lies. */
export type PrintPage = (htmlPath: string) => Promise<string>

/** Training processes whose reports of an answer are printed before they count as finished: main alone can print. */
export function withPrintedReports(start: StartTrainingProcess, print: PrintPage): StartTrainingProcess {
  return ({ onNews, onExit }) => {
    let printing: Promise<void> | null = null
    const finish = async (news: Extract<TrainingNews, { type: 'finished' }>, htmlPath: string): Promise<void> => {
      try {
        const pdf = await print(htmlPath)
        onNews({ ...news, outcome: { kind: 'curve-report', path: htmlPath, pdf } })
      } catch (thrown) {
        onNews({ type: 'failed', error: toErrorData(thrown) })
      }
    }
    return start({
      onNews(news) {
        if (news.type === 'finished' && news.outcome.kind === 'curve-report') printing = finish(news, news.outcome.path)
        else onNews(news)
      },
      // A process that has written its page may end while it is printed.
      onExit: (code) => void (printing ?? Promise.resolve()).then(() => onExit(code)),
    })
  }
}
