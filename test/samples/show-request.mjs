// Takes signed requests of Logbook and shows what is needed to go on by hand; keeps the last raw body in body.json.
//   PORT=4000 node show-request.mjs
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";

const { PORT = "4000" } = process.env;
const MAX_BYTES = 1_000_000;

createServer(async (request, response) => {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BYTES) return response.writeHead(413).end();
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  // Nothing is worked here, so it need not be proven first: `openssl` does that by hand.
  response.writeHead(202).end();
  show(request.headers, body);
}).listen(Number(PORT), "127.0.0.1", () => console.log(`ready on ${PORT}`));

function show(headers, body) {
  const message = parse(body);
  if (message === null) return console.log("a request that is no message of Logbook");
  writeFileSync("body.json", body);
  const { runId, token, urls } = message.data ?? {};
  console.log(`\n# ${message.type}${runId === undefined ? "" : ` ${runId}`}, in body.json`);
  set("ID", headers["webhook-id"]);
  set("TIMESTAMP", headers["webhook-timestamp"]);
  set("SIGNATURE", headers["webhook-signature"]);
  set("RUN", urls?.run);
  set("TOKEN", token);
}

function parse(body) {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
}

// For a shell: nothing in it is taken for more than text.
function set(name, value) {
  if (typeof value === "string") console.log(`${name}='${value.replaceAll("'", "'\\''")}'`);
}
