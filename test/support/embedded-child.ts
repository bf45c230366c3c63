import { joinEmbedded } from "../../lib/db/embedded/join.ts";

// A process of its own that joins the server of a folder, says so and waits to be told or killed.
const [dataDir = "", ending = "release"] = process.argv.slice(2);
const { url, release } = await joinEmbedded({ dataDir });
process.stdout.write(`${url}\n`);
process.stdin.once("data", () => {
  if (ending === "exit") process.exit(0);
  void release().then(() => process.exit(0));
});
