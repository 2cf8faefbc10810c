/** A line to a learner that lives in another process or page. Messages are plain data and typed arrays, in order. */
export interface LearnerPort {
  post(message: unknown): void
  /** One listener; messages before it is set are kept for it. */
  onMessage(listener: (message: unknown) => void): void
  /** The other end crashed, hung or was closed; `why` is for the person. Called at most once. */
  onLost(listener: (why: string) => void): void
  close(): void
}

/** Opens a line to a fresh process or page that serves learners on one backend (`serveLearner`). Rejects with
 *  `learner/unsupported` or `learner/lost`. */
export type OpenLearnerPort = () => Promise<LearnerPort>
