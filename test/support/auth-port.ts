import { createServer, type AddressInfo } from "node:net";

// Loaded before the code under test: its environment is read once, and it names the local portal's auth server.
const server = createServer();
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address() as AddressInfo;
await new Promise((resolve) => server.close(resolve));
process.env["B24_AUTH_HOSTS"] = `http://localhost:${port}`;
