export interface Scored {
  id: number
  score: number
}

/** The best few of many, without an order of all of them: a heap whose root is the worst that is kept. */
export const bestOf = (limit: number, isBetter: (a: Scored, b: Scored) => boolean) => {
  const heap: Scored[] = []
  const at = (i: number) => heap[i] as Scored
  const swap = (i: number, j: number) => {
    const kept = at(i)
    heap[i] = at(j)
    heap[j] = kept
  }
  const sink = () => {
    for (let i = 0; ; ) {
      let worst = i
      for (const child of [2 * i + 1, 2 * i + 2])
        if (child < heap.length && isBetter(at(worst), at(child))) worst = child
      if (worst === i) return
      swap(i, worst)
      i = worst
    }
  }
  return {
    offer(one: Scored): void {
      if (heap.length === limit) {
        if (!isBetter(one, at(0))) return
        heap[0] = one
        sink()
        return
      }
      let i = heap.push(one) - 1
      for (let up = (i - 1) >> 1; i > 0 && isBetter(at(up), at(i)); up = (i - 1) >> 1) {
        swap(i, up)
        i = up
      }
    },
    taken: (): Scored[] => heap.sort((a, b) => (isBetter(a, b) ? -1 : 1)),
  }
}
