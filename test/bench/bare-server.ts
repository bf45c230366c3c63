import { createHash, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import pg from "pg";

const [port, databaseUrl, portalId] = process.argv.slice(2);

// The peer of the `ack` bench: reads the form, inserts the same one row and commits, answers 200.
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });

const INSERT = `INSERT INTO run (id, called_at, portal_id, token_hash, token_sealed, step_code,
  registered_code, workflow_id, document_id, document_type, properties, is_waiting, timeout_seconds,
  deadline_at) VALUES ($1, to_timestamp($2), $3, $4, $5, $6, $6, $7, $8, $9, $10, true, 600,
  now() + interval '9 minutes')`;

async function store(body: string): Promise<void> {
  const form = new URLSearchParams(body);
  const triple = (name: string) => [0, 1, 2].map((place) => form.get(`${name}[${place}]`) ?? "");
  const token = form.get("event_token") ?? "";
  await pool.query({
    name: "store",
    text: INSERT,
    values: [
      randomUUID(),
      Number(form.get("ts")),
      portalId,
      createHash("sha256").update(token).digest(),
      token,
      form.get("code"),
      form.get("workflow_id"),
      triple("document_id"),
      triple("document_type"),
      JSON.stringify({ text: form.get("properties[text]") }),
    ],
  });
}

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    if (request.method === "GET") {
      response.end();
      return;
    }
    store(Buffer.concat(chunks).toString()).then(
      () => response.end(),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        response.writeHead(500).end();
      },
    );
  });
}).listen(Number(port), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
