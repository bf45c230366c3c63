/** Searches at a time, of the ten connections: people who sign in and the doors of steps and events need the others. */
export const SNAPSHOT_LIMITS = { total: 6, perPortal: 3 };
