import type { WorkflowView } from "../../contract.ts";
import { getJson, postJson } from "./ajax.ts";
import { findElement, pageData } from "./page-data.ts";

type Line = WorkflowView["log"][number];

interface WorkflowData {
  workflow: WorkflowView;
  states: Record<WorkflowView["state"], string>;
  kinds: Record<Line["kind"], string>;
}

const pollMs = 500;
const data = pageData<WorkflowData>("workflow-data");
const { lang } = document.documentElement;
const { timeZone } = document.documentElement.dataset;
const terminateButton = findElement<HTMLButtonElement>("[data-terminate]");
let shownLines = 0;

terminateButton.addEventListener("click", () => void terminate());
show(data.workflow);
watch();

/** Late lines of a finished process are still shown, so watching goes on. */
function watch(): void {
  setTimeout(() => {
    getJson<WorkflowView>(address()).then(show).catch(console.error).finally(watch);
  }, pollMs);
}

async function terminate(): Promise<void> {
  show(await postJson<WorkflowView>("/ajax/workflow/terminate", { id: data.workflow.id }));
}

function address(): string {
  return `/ajax/workflow?id=${encodeURIComponent(data.workflow.id)}`;
}

function show(workflow: WorkflowView): void {
  const state = findElement('[data-testid="workflow-state"]');
  state.dataset.state = workflow.state;
  const badge = document.createElement("span");
  badge.className = `badge state-${workflow.state}`;
  badge.textContent = data.states[workflow.state];
  state.replaceChildren(badge);
  const timeout = findElement('[data-testid="is-timeout"]');
  timeout.dataset.value = workflow.isTimeout ? "Y" : "N";
  timeout.hidden = !workflow.isTimeout;
  terminateButton.hidden = workflow.state !== "running";
  const finished = workflow.finishedAt;
  findElement('[data-testid="finished-at"]').textContent = finished ? showTime(finished) : "—";
  showLines(workflow.log);
  showValues(workflow.returnValues ?? {});
}

function showLines(lines: Line[]): void {
  const list = findElement("[data-lines]");
  if (lines.length < shownLines) list.replaceChildren();
  const from = lines.length < shownLines ? 0 : shownLines;
  list.append(...lines.slice(from).map((line, index) => lineRow(line, from + index)));
  shownLines = lines.length;
  findElement('[data-testid="log-count"]').textContent = String(lines.length);
  findElement("[data-no-lines]").hidden = lines.length > 0;
}

function lineRow(line: Line, index: number): HTMLLIElement {
  const row = document.createElement("li");
  row.dataset.testid = "log-line";
  row.dataset.index = String(index);
  row.dataset.kind = line.kind;
  row.dataset.at = line.at;
  const time = document.createElement("time");
  time.dateTime = line.at;
  time.textContent = showTime(line.at);
  const kind = document.createElement("span");
  kind.className = `line-kind kind-${line.kind}`;
  kind.textContent = data.kinds[line.kind];
  const message = document.createElement("span");
  message.className = "line-message";
  message.dataset.testid = "log-message";
  message.textContent = line.message;
  row.append(time, kind, message);
  return row;
}

function showValues(values: Record<string, unknown>): void {
  const rows = Object.entries(values).map(([name, value]) => {
    const row = document.createElement("tr");
    row.dataset.testid = "return-value";
    row.dataset.name = name;
    const code = document.createElement("code");
    code.textContent = name;
    row.insertCell().append(code);
    const shown = row.insertCell();
    shown.dataset.testid = `return-${name}`;
    shown.className = "breaks";
    shown.textContent = typeof value === "string" ? value : JSON.stringify(value);
    return row;
  });
  const table = findElement<HTMLTableElement>("[data-values-table]");
  table.tBodies[0]?.replaceChildren(...rows);
  table.hidden = rows.length === 0;
  findElement("[data-no-values]").hidden = rows.length > 0;
}

function showTime(at: string): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return at;
  return new Intl.DateTimeFormat(lang, {
    ...(timeZone ? { timeZone } : {}),
    dateStyle: "medium",
    timeStyle: "medium",
  }).format(moment);
}
