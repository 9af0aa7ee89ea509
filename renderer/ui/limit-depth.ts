interface Node {
  type: string
  children?: Node[]
}

/** Elements nested deeper than a person writes them; more is made to exhaust the layout. */
const depthAtMost = 60

/** A rehype plugin that lifts what is nested too deeply, so that its text stays and its nesting goes. */
export const limitDepth =
  () =>
  (tree: Node): void => {
    const open: { node: Node; depth: number }[] = [{ node: tree, depth: 0 }]
    for (let next = open.pop(); next; next = open.pop()) {
      const { node, depth } = next
      if (!node.children) continue
      if (depth >= depthAtMost) node.children = leaves(node)
      for (const child of node.children) open.push({ node: child, depth: depth + 1 })
    }
  }

const leaves = (top: Node): Node[] => {
  const found: Node[] = []
  const open = [...(top.children ?? [])].reverse()
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.children) open.push(...node.children.toReversed())
    else found.push(node)
  }
  return found
}
