interface PumpInput {
  /** Takes what there is; called again when `wake` was called meanwhile. */
  work(): Promise<void>;
  onError(error: unknown): void;
}

/** One worker at a time, and no message lost: a wake-up during the work leads to another round after it. */
export function makePump({ work, onError }: PumpInput): { wake(): void } {
  let isRunning = false;
  let isWoken = false;
  const run = async (): Promise<void> => {
    isRunning = true;
    try {
      while (isWoken) {
        isWoken = false;
        await work();
      }
    } catch (error) {
      // Whoever calls polls too: the next round is the next poll, not a hot loop over a broken database.
      isWoken = false;
      onError(error);
    } finally {
      isRunning = false;
    }
  };
  return {
    wake: () => {
      isWoken = true;
      if (!isRunning) void run();
    },
  };
}
