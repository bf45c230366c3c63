const shownMs = 8000;

/** A line in the corner of the page; alerts stay until they are clicked away. */
export function showNotice(text: string, kind: "note" | "alert" = "note"): void {
  const line = document.createElement("button");
  line.type = "button";
  line.className = `notice notice-${kind}`;
  line.dataset.testid = "portal-notice";
  line.setAttribute("role", kind === "alert" ? "alert" : "status");
  line.textContent = text;
  line.addEventListener("click", () => line.remove());
  corner().append(line);
  if (kind === "note") setTimeout(() => line.remove(), shownMs);
}

function corner(): HTMLElement {
  const existing = document.querySelector<HTMLElement>(".notices");
  if (existing) return existing;
  const element = document.createElement("div");
  element.className = "notices";
  document.body.append(element);
  return element;
}
