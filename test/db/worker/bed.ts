import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { childEnv } from "../../../lib/env.ts";

export interface Sent {
  method: string;
  text: string;
}

export interface PortalServer {
  address: string;
  /** Effects in the order of their arrival. */
  sent: Sent[];
  works: number;
  /** Answers are held back while true. */
  isHanging: boolean;
  close(): void;
}

export async function openPortal(): Promise<PortalServer> {
  const portal: PortalServer = {
    address: "",
    sent: [],
    works: 0,
    isHanging: false,
    close: () => undefined,
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.url === "/work") portal.works += 1;
      portal.sent.push(...(JSON.parse(Buffer.concat(chunks).toString()) as Sent[]));
      if (!portal.isHanging || request.url === "/work") response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address === "object") portal.address = `http://127.0.0.1:${address?.port}/`;
  portal.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return portal;
}

export interface WorkerProcess {
  child: ChildProcess;
  exited: Promise<{ code: number | null; signal: string | null }>;
}

export async function startChild(
  url: string,
  portal: PortalServer,
  faultPoint?: string,
): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [`${import.meta.dirname}/child.ts`, url, portal.address], {
    env: childEnv({ FAULT_POINT: faultPoint, LOG_LEVEL: "error" }),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit").then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
  }));
  // A child with a fault may be gone before it is ready.
  await Promise.race([once(child.stdout, "data"), exited]);
  return { child, exited };
}
