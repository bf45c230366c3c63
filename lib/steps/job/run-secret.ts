/** Begins every run secret, so that leaked ones are found and no other token is taken for one. */
export const RUN_SECRET_PREFIX = "lbrun_";
export const RUN_SECRET_PURPOSE = "run-secret";

export function isRunSecret(token: string | null): boolean {
  return token?.startsWith(RUN_SECRET_PREFIX) === true;
}
