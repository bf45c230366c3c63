import { postJson } from "./ajax.ts";

document.querySelectorAll<HTMLButtonElement>("[data-append]").forEach((button) => {
  button.addEventListener("click", () => void append(button));
});

async function append(button: HTMLButtonElement): Promise<void> {
  button.disabled = true;
  await postJson("/ajax/entries/append", { count: Number(button.dataset.append) });
  location.reload();
}
