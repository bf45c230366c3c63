import type { ReactNode } from "react";
import shell from "./app-shell.module.css";
import card from "./card.module.css";

/** A page without tabs: opening, no rights, errors of the session. */
export function Sheet({ children }: { children: ReactNode }) {
  return (
    <main className={shell.lone}>
      <section className={card.card}>
        <div className={card.scroll}>{children}</div>
      </section>
    </main>
  );
}
