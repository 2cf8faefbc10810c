/** A clock for ages on the screen: the page's monotonic time, a few times a second. Call inside a component. */
export function createTicker(everyMs = 200): { readonly nowMs: number } {
  let nowMs = $state(performance.now())
  $effect(() => {
    const timer = setInterval(() => (nowMs = performance.now()), everyMs)
    return () => clearInterval(timer)
  })
  return {
    get nowMs() {
      return nowMs
    },
  }
}
