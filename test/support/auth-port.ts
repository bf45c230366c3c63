import { freePort } from "./free-port.ts";

// Loaded before the code under test: its environment is read once, and it names the local portal's auth server.
process.env["B24_AUTH_HOSTS"] = `http://localhost:${await freePort()}`;
