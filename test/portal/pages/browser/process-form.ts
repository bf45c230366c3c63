document.querySelectorAll<HTMLButtonElement>("[data-add-row]").forEach((button) => {
  button.addEventListener("click", () => addRow(button));
});

function addRow(button: HTMLButtonElement): void {
  const rows = button.closest("[data-property]")?.querySelector("[data-values]");
  const row = rows?.firstElementChild?.cloneNode(true);
  if (!rows || !(row instanceof HTMLElement)) return;
  const input = row.querySelector<HTMLInputElement>("input, select, textarea");
  if (input) input.value = "";
  rows.append(row);
  input?.focus();
}
