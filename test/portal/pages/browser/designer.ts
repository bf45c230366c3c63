import { postJson } from "./ajax.ts";
import { showNotice } from "./notice.ts";
import { findElement, pageData } from "./page-data.ts";

type Values = Record<string, unknown>;

const { code, saved } = pageData<{ code: string; saved: Values }>("designer-data");
const values: Values = { ...saved };
const saveButton = findElement<HTMLButtonElement>("[data-save]");
const startButton = findElement<HTMLButtonElement>("[data-start-saved]");
const state = findElement('[data-testid="designer-state"]');

startButton.disabled = Object.keys(saved).length === 0;
showValues();
showState(Object.keys(saved).length > 0);

window.addEventListener("portal:property-values", (event) => {
  if (!(event instanceof CustomEvent)) return;
  Object.assign(values, event.detail);
  showValues();
  showState(false);
});

saveButton.addEventListener("click", () => void save());

async function save(): Promise<void> {
  try {
    await postJson("/ajax/designer/save", { code, values });
  } catch (cause) {
    showNotice(cause instanceof Error ? cause.message : String(cause), "alert");
    return;
  }
  showState(true);
  startButton.disabled = false;
}

function showState(isSaved: boolean): void {
  const { savedText = "", unsavedText = "" } = saveButton.dataset;
  state.textContent = isSaved ? savedText : unsavedText;
  state.dataset.saved = isSaved ? "Y" : "N";
  state.classList.toggle("badge-good", isSaved);
}

function showValues(): void {
  const rows = Object.entries(values).map(([id, value]) => valueRow(id, value));
  findElement('[data-testid="designer-values"]').replaceChildren(...rows);
  findElement("[data-values-table]").hidden = rows.length === 0;
  findElement("[data-no-values]").hidden = rows.length > 0;
}

function valueRow(id: string, value: unknown): HTMLTableRowElement {
  const row = document.createElement("tr");
  row.dataset.propertyId = id;
  row.dataset.testid = `designer-value-${id}`;
  const name = document.createElement("code");
  name.textContent = id;
  row.insertCell().append(name);
  const shown = row.insertCell();
  shown.className = "breaks";
  shown.textContent = typeof value === "string" ? value : JSON.stringify(value);
  return row;
}
