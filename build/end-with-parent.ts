// Loaded with --import before a program that ends in good order on SIGTERM.
import { followParent } from './follow-parent.ts'

followParent(() => process.kill(process.pid, 'SIGTERM'))
