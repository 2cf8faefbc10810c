import { expect, test } from 'vitest'
import { setLocale } from './paraglide/runtime.js'
import { sourceText } from './sourceText'

test('the simulator is named in the language of the window, and a device as it names itself', () => {
  void setLocale('zh-CN', { reload: false })
  expect(sourceText('Simulator, SIM1')).toContain('SIM1')
  expect(sourceText('Simulator, SIM1')).not.toContain('Simulator')
  expect(sourceText('Synthetic board (BrainFlow)')).toBe('Synthetic board (BrainFlow)')
})
