import type { AppSettings } from '../ipc/views'

interface ClosingTexts {
  readonly recording: string
  readonly recordingAbout: string
  readonly streaming: string
  readonly streamingAbout: string
  readonly end: string
  readonly keepRecording: string
  readonly keepRunning: string
  readonly cancel: string
  readonly sessionGoesOn: string
  readonly workGoesOn: string
}

/** What main itself says when the window closes: there is no page then to say it. */
export const closingTexts: Readonly<Record<AppSettings['locale'], ClosingTexts>> = {
  en: {
    recording: 'A session is being recorded.',
    recordingAbout: 'End it and close, or keep it running without a window?',
    streaming: 'A session is running.',
    streamingAbout: 'End it and close, or keep it running without a window? It is not recorded.',
    end: 'End and close',
    keepRecording: 'Keep recording',
    keepRunning: 'Keep running',
    cancel: 'Cancel',
    sessionGoesOn: 'The session goes on without a window. Start Sparsecap again to see and end it.',
    workGoesOn: 'Sparsecap finishes its work without a window and then ends. Start it again to watch.',
  },
  'zh-CN': {
    recording: '正在记录实验。',
    recordingAbout: '结束实验并关闭，还是在没有窗口的情况下继续？',
    streaming: '实验正在进行。',
    streamingAbout: '结束实验并关闭，还是在没有窗口的情况下继续？本次实验没有记录。',
    end: '结束并关闭',
    keepRecording: '继续记录',
    keepRunning: '继续进行',
    cancel: '取消',
    sessionGoesOn: '实验在没有窗口的情况下继续。再次启动 Sparsecap 即可查看和结束。',
    workGoesOn: 'Sparsecap 将在没有窗口的情况下完成工作，然后退出。再次启动即可查看。',
  },
}
