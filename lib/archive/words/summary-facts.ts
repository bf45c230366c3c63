export interface SummaryFacts {
  title: string;
  /** Who did it; null for agents and strangers. */
  actor: string | null;
  /** What it was done to; a user's name where the object is a user. */
  subject: string | null;
  isSelf: boolean;
  address: string | null;
  moduleId: string;
  previousUser: string | null;
  detail: Record<string, string>;
  text: string | null;
}

export interface Sentences {
  own: Record<string, (facts: SummaryFacts) => string>;
  fallback: (facts: SummaryFacts) => string;
}
