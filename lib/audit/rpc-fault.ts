const MESSAGES = {
  [-32700]: "Parse error",
  [-32600]: "Invalid request.",
  [-32601]: "Method not found.",
  [-32602]: "Invalid params.",
  [-32500]: "Application error.",
  [-32603]: "Internal error.",
} as const;

export type RpcCode = keyof typeof MESSAGES;

/** What a call is answered with instead of a result; thrown where it is found. */
export class RpcFault extends Error {
  readonly code: RpcCode;
  readonly data: string;

  constructor(code: RpcCode, data: string) {
    super(data);
    this.name = "RpcFault";
    this.code = code;
    this.data = data;
  }
}

export function faultJson({ code, data }: RpcFault): string {
  return JSON.stringify({ code, message: MESSAGES[code], data });
}

export function invalidJson(): RpcFault {
  return new RpcFault(
    -32700,
    "Invalid JSON. An error occurred on the server while parsing the JSON text.",
  );
}

export function notRpc(): RpcFault {
  return new RpcFault(-32600, "The received JSON is not a valid JSON-RPC request.");
}

export function invalidRequest(path: string, reason: string): RpcFault {
  return new RpcFault(-32600, parameterText(path, reason));
}

export function invalidParameter(path: string, reason: string): RpcFault {
  return new RpcFault(-32602, parameterText(path, reason));
}

export function notAuthorized(): RpcFault {
  return new RpcFault(-32602, "Not authorized.");
}

export function applicationFault(data: string): RpcFault {
  return new RpcFault(-32500, data);
}

function parameterText(path: string, reason: string): string {
  return `Invalid parameter "${path}": ${reason}.`;
}
