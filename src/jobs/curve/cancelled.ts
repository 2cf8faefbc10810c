import { AppError } from '../../core/domain/error'

export const cancelled = (): AppError =>
  new AppError({ code: 'job/cancelled', message: 'Choosing electrodes was cancelled.' })
