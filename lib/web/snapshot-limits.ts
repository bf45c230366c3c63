/** Searches at a time, of the twelve connections: people who sign in and the doors of steps and events need the others. */
export const SNAPSHOT_LIMITS = { total: 8, perPortal: 5 };
