// A whole outside system: takes signed jobs of Logbook, reports progress and completes them.
//   SECRET=whsec_… PORT=4000 node outside-worker.mjs        (needs: npm install standardwebhooks)
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { Webhook } from "standardwebhooks";

const { SECRET = "", PORT = "4000", STEP_MS = "1000" } = process.env;
const webhook = new Webhook(SECRET);
const MAX_BYTES = 1_000_000;
const running = new Map();

createServer(async (request, response) => {
  try {
    const body = await read(request);
    const message = webhook.verify(body, request.headers);
    take(request.headers["webhook-id"], message);
    response.writeHead(202).end();
  } catch (error) {
    response.writeHead(error.status ?? 401).end(error.message);
  }
}).listen(Number(PORT), "127.0.0.1", () => console.log(`ready on ${PORT}`));

// The same message may come again when an answer was lost: it is accepted, and not done twice.
function take(id, { type, data }) {
  if (type === "job.cancelled") running.get(data.runId)?.abort();
  if (type !== "job.requested" || running.has(data.runId)) return;
  const stop = new AbortController();
  running.set(data.runId, stop);
  work(data, stop.signal).catch((error) => console.error(id, error.message));
}

async function work({ payload, token, urls }, signal) {
  const parts = 4;
  for (let part = 1; part <= parts; part += 1) {
    await pause(Number(STEP_MS), undefined, { signal });
    const percent = (part / parts) * 100;
    await report(token, urls.progress, { message: `Part ${part} of ${parts} is done`, percent });
  }
  const result_json = { received: payload };
  await report(token, urls.complete, { message: "All parts are done", result: "ok", result_json });
}

// The key makes a repetition after a lost answer harmless; what the run refuses (4xx) is not tried again.
async function report(token, url, body) {
  const key = crypto.randomUUID();
  for (let wait = 500; ; wait *= 2) {
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "idempotency-key": key,
      },
      body: JSON.stringify(body),
    }).catch(() => null);
    if (answer?.ok) return;
    const isFinal = answer !== null && answer.status < 500 && answer.status !== 429;
    if (isFinal || wait > 60_000) throw new Error(`${url}: ${answer?.status ?? "no answer"}`);
    await pause(wait);
  }
}

async function read(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BYTES) throw Object.assign(new Error("too large"), { status: 413 });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
