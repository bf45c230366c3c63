import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/**
 * `up` passes everything; `down` resets what is open and what comes; `mute` lets requests through and cuts the
 * connection when its answer begins; `silent` swallows both ways and closes nothing, as a half-open connection does.
 */
export type LinkState = "up" | "down" | "mute" | "silent";

export interface TcpProxy {
  port: number;
  set(state: LinkState): void;
  /** Makes the open connections whose first bytes fit fall silent for good; new ones work. */
  silence(fits: (opening: string) => boolean): number;
  /** The same, and also those that open until it is called off; `count` tells how many there were. */
  keepSilent(fits: (opening: string) => boolean): { count: number; end(): void };
  stop(): Promise<void>;
}

interface Link {
  client: Socket;
  server: Socket;
  opening: string;
  isSilent: boolean;
}

const OPENING_BYTES = 400;

/** A way to a port of this machine that can be disturbed. */
export async function openTcpProxy(targetPort: number): Promise<TcpProxy> {
  const links = new Set<Link>();
  let state: LinkState = "up";
  let fitsSilence: (opening: string) => boolean = () => false;

  const listener = createServer((client) => {
    client.on("error", () => undefined);
    if (state === "down") {
      client.resetAndDestroy();
      return;
    }
    const server = connect(targetPort, "127.0.0.1");
    const link: Link = { client, server, opening: "", isSilent: false };
    links.add(link);
    const isMuffled = (): boolean => link.isSilent || state === "silent";
    client.on("data", (chunk: Buffer) => {
      if (link.opening.length < OPENING_BYTES) link.opening += chunk.toString("latin1");
      link.isSilent ||= fitsSilence(link.opening);
      if (!isMuffled()) server.write(chunk);
    });
    server.on("data", (chunk: Buffer) => {
      if (state === "mute") cut(link);
      else if (!isMuffled()) client.write(chunk);
    });
    server.on("error", () => undefined);
    // A silent link stays open on the side that still lives: nobody tells it that the other one is gone.
    client.on("close", () => server.destroy());
    server.on("close", () => {
      if (!isMuffled()) client.destroy();
    });
    client.on("close", () => links.delete(link));
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const silence = (fits: (opening: string) => boolean): number => {
    const chosen = [...links].filter(({ opening }) => fits(opening));
    for (const link of chosen) link.isSilent = true;
    return chosen.length;
  };

  return {
    port: (listener.address() as AddressInfo).port,
    set: (next) => {
      // What was swallowed is missing from the stream: such a connection never works again.
      if (state === "silent") for (const link of links) link.isSilent = true;
      state = next;
      if (next === "down") for (const link of links) cut(link);
    },
    silence,
    keepSilent: (fits) => {
      fitsSilence = fits;
      return { count: silence(fits), end: () => void (fitsSilence = () => false) };
    },
    stop: async () => {
      for (const link of links) cut(link);
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

function cut({ client, server }: Link): void {
  client.resetAndDestroy();
  server.destroy();
}
