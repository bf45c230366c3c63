/** Reasons to end an attempt that are no errors of the work. */

export class DeadlineError extends Error {}

/** The run was settled by somebody else, or another attempt has it. */
export class OvertakenError extends Error {}
