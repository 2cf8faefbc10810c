import type { LearnerPort } from '../../core/model/learnerPort'

/** The page's end of a line to whoever learns here. Messages wait in the port until a listener is set. */
export function toLearnerPort(port: MessagePort): LearnerPort {
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      port.onmessage = ({ data }) => listener(data)
    },
    onLost: (listener) => port.addEventListener('close', () => listener('it was closed'), { once: true }),
    close: () => port.close(),
  }
}
