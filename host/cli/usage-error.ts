/** The command line itself cannot be used: an unknown field, a value out of range. Exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}
