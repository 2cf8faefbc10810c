import { expect, test } from 'vitest'
import { clampToArea } from './windowSize'

test('the window keeps the size that the screens are drawn for, and fits a smaller screen', () => {
  expect(clampToArea({ width: 1920, height: 1040 })).toEqual({
    width: 1440,
    height: 900,
    minWidth: 1280,
    minHeight: 800,
  })
  expect(clampToArea({ width: 1366, height: 728 })).toMatchObject({ width: 1366, minWidth: 1280, minHeight: 728 })
  expect(clampToArea({ width: 1024, height: 720 })).toMatchObject({ minWidth: 1024, minHeight: 720 })
})
