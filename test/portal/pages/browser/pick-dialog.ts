import { hostData } from "./page-data.ts";

export interface Choice {
  id: string;
  title: string;
}

interface PickInput {
  title: string;
  choices: Choice[];
  multiple: boolean;
}

export function pick(input: PickInput, onChoose: (chosen: Choice[]) => void): void {
  const { texts } = hostData();
  const dialog = document.createElement("dialog");
  dialog.className = "pick-dialog";
  dialog.dataset.testid = "pick-dialog";
  const title = document.createElement("h2");
  title.textContent = input.title;
  const boxes = input.choices.map((choice) => choiceBox(choice, input.multiple));
  const select = actionButton(texts.select, "pick-select");
  select.classList.add("button-main");
  select.addEventListener("click", () => {
    const chosen = input.choices.filter((_, index) => boxes[index]?.input.checked);
    if (chosen.length === 0) return;
    dialog.close();
    onChoose(chosen);
  });
  const cancel = actionButton(texts.cancel, "pick-cancel");
  cancel.addEventListener("click", () => dialog.close());
  const actions = document.createElement("div");
  actions.className = "card-actions";
  actions.append(select, cancel);
  const list = document.createElement("div");
  list.className = "pick-choices";
  list.append(...boxes.map((box) => box.label));
  dialog.append(title, list, actions);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function choiceBox(
  choice: Choice,
  multiple: boolean,
): { label: HTMLLabelElement; input: HTMLInputElement } {
  const label = document.createElement("label");
  label.className = "pick-choice";
  const input = document.createElement("input");
  input.type = multiple ? "checkbox" : "radio";
  input.name = "choice";
  input.value = choice.id;
  input.dataset.testid = `pick-${choice.id}`;
  label.append(input, choice.title);
  return { label, input };
}

function actionButton(text: string, testId: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.dataset.testid = testId;
  button.textContent = text;
  return button;
}
