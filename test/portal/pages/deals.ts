/** Deals of the sample CRM: what processes run on and what links of the application open. */
export interface SampleDeal {
  id: number;
  title: string;
  amount: string;
  stage: string;
  responsibleId: number;
}

export const sampleDeals: readonly SampleDeal[] = [
  { id: 777, title: "Solar panels for a school", amount: "48600", stage: "New", responsibleId: 1 },
  { id: 778, title: "Office move", amount: "12250.5", stage: "In progress", responsibleId: 1 },
  { id: 779, title: 'Bakery "Crust & Co" <refit>', amount: "7900", stage: "Won", responsibleId: 2 },
];

export const dealDocumentType: [string, string, string] = ["crm", "CCrmDocumentDeal", "DEAL"];

export function dealDocumentId(deal: SampleDeal): [string, string, string] {
  return ["crm", "CCrmDocumentDeal", `DEAL_${deal.id}`];
}

export function findDeal(id: number): SampleDeal | null {
  return sampleDeals.find((deal) => deal.id === id) ?? null;
}

/** Values behind expressions such as {=Document:TITLE}. */
export function dealField(deal: SampleDeal, field: string): string | null {
  const fields: Record<string, string> = {
    ID: String(deal.id),
    TITLE: deal.title,
    OPPORTUNITY: deal.amount,
    STAGE_ID: deal.stage,
    ASSIGNED_BY_ID: `user_${deal.responsibleId}`,
  };
  return fields[field] ?? null;
}
