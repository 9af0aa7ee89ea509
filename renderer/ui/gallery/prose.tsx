import { Markdown } from '../markdown.tsx'

const text = `## The pool never gives connections back

After the patch to **14.1.2** every node runs out of connections within *two hours*. See
[the manual](https://example.com/manual) and \`weblogic.jdbc.pool\`.

1. Start both nodes
2. Run the ledger job
   - with two writers
   - [x] with \`autocommit\` off

> ORA-00060: deadlock detected while waiting for resource

\`\`\`xml
<Resource name="jdbc/ledger" maxTotal="20" maxWaitMillis="10000" removeAbandonedOnBorrow="true" removeAbandonedTimeout="60"/>
\`\`\`

| Node | Used | Limit |
|---|---|---|
| a | 20 | 20 |
| b | 19 | 20 |

![heap over time](https://example.com/heap.png) and ![plan](attachment:plan.png)

<script>alert('shown, not run')</script>
`

export const Prose = () => <Markdown text={text} />
