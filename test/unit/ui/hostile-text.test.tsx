import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { describe, expect, test } from "vitest";
import { EntryDetails } from "../../../app/(frame)/p/[portalKey]/log/_ui/entry/entry-details.client.tsx";
import { EntryRaw } from "../../../app/(frame)/p/[portalKey]/log/_ui/entry/entry-raw.client.tsx";
import { EventCell, Value } from "../../../app/(frame)/p/[portalKey]/log/_ui/log-cells.client.tsx";
import { JsonView } from "../../../app/_ui/json/json-view.tsx";
import { loadMessages } from "../../../app/_ui/i18n/load-messages.ts";
import { makeEntry } from "./make-entry.ts";

const { messages } = await loadMessages("en");
const attack = '<img src=x onerror="alert(1)">';

const actions = {
  edit: () => undefined,
  choose: () => undefined,
  narrow: () => undefined,
  setSort: () => undefined,
  setQuery: () => undefined,
  change: () => undefined,
  openContext: () => undefined,
  openCompare: () => undefined,
};

function draw(element: React.ReactNode): string {
  return renderToStaticMarkup(
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      {element}
    </IntlProvider>,
  );
}

describe("what a stranger wrote into the log", () => {
  test.each([
    attack,
    JSON.stringify({ message: attack, "<b>": 1 }),
    `a:1:{s:2:"ID";s:${attack.length}:"${attack}";}`,
    JSON.stringify({ before: attack, after: { "<b>": attack } }),
    `first<br>${attack}`,
  ])("is drawn as text in the description: %s", (description) => {
    const entry = makeEntry("1", { description });
    const html = draw(
      <EntryDetails entry={entry} q="" actions={actions} onCompare={() => undefined} />,
    );
    const raw = draw(<EntryRaw description={description} />);

    for (const drawn of [html, raw]) {
      expect(drawn).not.toContain("<img");
      expect(drawn).not.toContain("<b>");
      expect(drawn).toContain("&lt;img");
    }
  });

  test("is drawn as text where base64 hid it", () => {
    const description = `==${Buffer.from(JSON.stringify({ "<b>": attack })).toString("base64")}`;
    const entry = makeEntry("1", { description });

    const html = draw(
      <EntryDetails entry={entry} q="" actions={actions} onCompare={() => undefined} />,
    );

    expect(html).not.toContain("<img");
    expect(html).not.toContain("<b>");
    expect(html).toContain("&lt;img");
  });

  test("is drawn as text in the table", () => {
    const html = draw(
      <>
        <EventCell entry={makeEntry("1", { auditTypeId: attack })} summary={attack} isOneLine />
        <Value text={attack} />
      </>,
    );

    expect(html).not.toContain("<img");
  });

  test("is drawn as text in a decoded value, every character of it", () => {
    const value = { text: `${attack} \u0000 "quoted" \\`, number: 1.5, none: null, yes: true };

    const html = renderToStaticMarkup(<JsonView value={value} />);
    const text = html
      .replace(/<[^>]+>/g, "")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&amp;", "&");

    expect(JSON.parse(text)).toEqual(value);
  });
});

test.each(["", "0", "UNKNOWN"])("the stored value %j is shown as empty", (text) => {
  expect(draw(<Value text={text} />)).toContain("(empty)");
});
