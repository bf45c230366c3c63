import { CodeBox } from "./code-box.tsx";
import styles from "./json-view.module.css";

/** A decoded value as indented text. Text nodes only: what the log holds is never markup. */
export function JsonView({ value }: { value: unknown }) {
  return (
    <CodeBox>
      {tokens(JSON.stringify(value, null, 2)).map((token, index) => (
        <span key={index} className={styles[token.kind]}>
          {token.text}
        </span>
      ))}
    </CodeBox>
  );
}

interface Token {
  kind: "name" | "string" | "number" | "word" | "plain";
  text: string;
}

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b/g;

function tokens(json: string): Token[] {
  const found: Token[] = [];
  let end = 0;
  for (const match of json.matchAll(TOKEN)) {
    if (match.index > end) found.push({ kind: "plain", text: json.slice(end, match.index) });
    const [text, string, colon, number] = match;
    end = match.index + text.length;
    if (string !== undefined && colon !== undefined) found.push({ kind: "name", text });
    else if (string !== undefined) found.push({ kind: "string", text });
    else found.push({ kind: number === undefined ? "word" : "number", text });
  }
  found.push({ kind: "plain", text: json.slice(end) });
  return found;
}
