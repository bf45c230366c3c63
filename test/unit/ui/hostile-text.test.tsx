import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { describe, expect, test } from "vitest";
import { EntryDescription } from "../../../app/(frame)/p/[portalKey]/log/_ui/entry-description.client.tsx";
import { EventCell, Value } from "../../../app/(frame)/p/[portalKey]/log/_ui/log-cells.client.tsx";
import { JsonView } from "../../../app/_ui/json/json-view.tsx";
import { loadMessages } from "../../../app/_ui/i18n/load-messages.ts";

const { messages } = await loadMessages("en");
const attack = '<img src=x onerror="alert(1)">';

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
    `first<br>${attack}`,
  ])("is drawn as text in the description: %s", (description) => {
    const html = draw(<EntryDescription description={description} />);

    expect(html).not.toContain("<img");
    expect(html).not.toContain("<b>");
    expect(html).toContain("&lt;img");
  });

  test("is drawn as text in the table", () => {
    const html = draw(
      <>
        <EventCell summary={attack} code={attack} isOneLine />
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
