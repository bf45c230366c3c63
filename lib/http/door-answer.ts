/** What a door answers: the server sends a text as it is, and the page server gets a `Response` made of it. */
export interface DoorAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | ReadableStream<Uint8Array> | null;
}

export function toResponse({ body, ...init }: DoorAnswer): Response {
  return new Response(body, init);
}
