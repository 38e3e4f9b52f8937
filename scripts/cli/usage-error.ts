/** The person at the keyboard can mend this: the message says what to change, and no stack trace is shown. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
