export async function getJson<Answer>(path: string): Promise<Answer> {
  return readAnswer<Answer>(await fetch(path));
}

export async function postJson<Answer>(path: string, body: unknown = {}): Promise<Answer> {
  const request = { method: "POST", body: JSON.stringify(body) };
  const headers = { "Content-Type": "application/json" };
  return readAnswer<Answer>(await fetch(path, { ...request, headers }));
}

async function readAnswer<Answer>(response: Response): Promise<Answer> {
  if (response.ok) return (await response.json()) as Answer;
  throw new Error(`${new URL(response.url).pathname}: ${response.status}`);
}
