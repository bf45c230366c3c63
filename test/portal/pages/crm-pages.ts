import type { PortalPagesApi } from "../contract.ts";
import { findDeal, sampleDeals, type SampleDeal } from "./deals.ts";
import { html, type Markup } from "./markup.ts";
import { fullName, portalPage } from "./shell.ts";
import type { Visit } from "./visit.ts";

export function dealsPage(portal: PortalPagesApi, visit: Visit): Markup {
  const t = visit.texts;
  return portalPage(portal, visit, {
    title: t.deals,
    body: html`<section class="card">
      <table class="table">
        <thead>
          <tr>
            <th>${t.id}</th>
            <th>${t.name}</th>
            <th>${t.stage}</th>
            <th>${t.amount}</th>
            <th>${t.responsible}</th>
          </tr>
        </thead>
        <tbody>
          ${sampleDeals.map(
            (deal) =>
              html`<tr data-testid="deal-row" data-deal-id="${deal.id}">
                <td>${deal.id}</td>
                <td><a href="/crm/deal/details/${deal.id}/">${deal.title}</a></td>
                <td><span class="badge">${deal.stage}</span></td>
                <td class="number">${showAmount(visit, deal)}</td>
                <td>${responsible(portal, deal)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>`,
  });
}

export function dealPage(portal: PortalPagesApi, visit: Visit, id: number): Markup | null {
  const deal = findDeal(id);
  if (!deal) return null;
  const t = visit.texts;
  return portalPage(portal, visit, {
    title: deal.title,
    actions: html`<a class="button button-main" href="/bizproc/?deal=${deal.id}" target="_top"
      >${t.startProcess}</a
    >`,
    body: html`<section class="card" data-testid="deal-card">
      <dl class="facts">
        <dt>${t.id}</dt>
        <dd>DEAL_${deal.id}</dd>
        <dt>${t.stage}</dt>
        <dd><span class="badge">${deal.stage}</span></dd>
        <dt>${t.amount}</dt>
        <dd>${showAmount(visit, deal)}</dd>
        <dt>${t.responsible}</dt>
        <dd>${responsible(portal, deal)}</dd>
      </dl>
    </section>`,
  });
}

function showAmount(visit: Visit, deal: SampleDeal): string {
  return new Intl.NumberFormat(visit.lang, { style: "currency", currency: "EUR" }).format(
    Number(deal.amount),
  );
}

function responsible(portal: PortalPagesApi, deal: SampleDeal): string {
  const user = portal.users().find((candidate) => candidate.id === deal.responsibleId);
  return user ? fullName(user) : String(deal.responsibleId);
}
