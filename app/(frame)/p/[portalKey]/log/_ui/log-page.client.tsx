"use client";

import { useTranslations } from "use-intl";
import { memo, Suspense, useRef, useState } from "react";
import { useCommands } from "../../../../../_ui/keys/commands.ts";
import { MarksProvider } from "../../../../../_ui/marks/marked.client.tsx";
import card from "../../../../../_ui/shell/card.module.css";
import { SkeletonRows } from "../../../../../_ui/states/skeleton.client.tsx";
import type { GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import { ZoneProvider } from "../../../../../_ui/time/zone.client.tsx";
import { HistogramPlace } from "./histogram-place.tsx";
import { LogList } from "./log-list.client.tsx";
import { LogHeadPlace } from "./log-head-place.tsx";
import { LogNotices } from "./log-notices.client.tsx";
import { LogViews } from "./log-views.client.tsx";
import { useQueryRefused } from "./query-language.ts";
import { QueryMissing } from "./query-missing.client.tsx";
import { useFacetsChoice, useHistogramChoice } from "./shown-parts.ts";
import { useAtRest, useLate } from "./use-at-rest.ts";
import { useLogAddress, useUnreadQuery, type LogAddressState } from "./use-log-address.ts";
import { useLogPage } from "./use-log-page.ts";
import { useSearchBox } from "./use-search-box.ts";
import { useWords } from "./use-words.ts";
import { SelectionContext } from "./use-selection.ts";
import type { MenuAt } from "./value-menu.client.tsx";
import { later } from "../../../../../_ui/later.ts";

const LogHead = later(async () => (await import("./log-head.client.tsx")).LogHead, {
  isInPlace: true,
});
const EntryPanel = later(async () => (await import("./entry-panel.client.tsx")).EntryPanel);
const Histogram = later(async () => (await import("./histogram.client.tsx")).Histogram, {
  isInPlace: true,
});
const Facets = later(async () => (await import("./facets.client.tsx")).Facets);
const Charts = later(async () => (await import("./charts.client.tsx")).Charts, { isInPlace: true });
const ValueMenu = later(async () => (await import("./value-menu.client.tsx")).ValueMenu);

/** A page that is opened with a query is drawn once it can be read. */
export function LogPage() {
  return useUnreadQuery() ? <Unread /> : <ReadPage />;
}

function Unread() {
  const isRefused = useQueryRefused();
  return (
    <section className={card.card}>
      {isRefused ? <QueryMissing onClose={null} /> : <SkeletonRows rows={16} />}
    </section>
  );
}

function ReadPage() {
  const state = useLogAddress();
  return (
    <ZoneProvider choice={state.address.tz}>
      <LogSheet state={state} />
    </ZoneProvider>
  );
}

// The router draws the page once more for an address that is shown already.
const LogSheet = memo(function LogSheet({ state }: { state: LogAddressState }) {
  const t = useTranslations("log");
  const grid = useRef<GridHandle>(null);
  const search = useSearchBox();
  const views = useRef<HTMLInputElement>(null);
  const page = useLogPage(state, { grid, search, views });
  const { address } = state;
  const { entries, actions } = page;
  const words = useWords(entries.users);
  const histogram = useHistogramChoice();
  const facets = useFacetsChoice();
  const commands = useTranslations("commands");
  useCommands([{ id: "facets", title: commands("facets"), key: "f", act: facets.toggle }]);
  const [menu, setMenu] = useState<MenuAt | null>(null);
  const isAtRest = useAtRest(!entries.isLoading && page.list.columns.isReady);
  const isLate = useLate();
  const closeMenu = () => {
    setMenu(null);
    menu?.element.focus();
  };
  return (
    <section className={card.card} aria-label={t("title")} data-panel={address.entry !== null}>
      <h1 className="visually-hidden">{t("title")}</h1>
      <Suspense fallback={<LogHeadPlace address={address} />}>
        {isAtRest || isLate ? (
          <LogHead
            state={state}
            page={page}
            words={words}
            histogram={histogram}
            facets={facets}
            grid={grid}
            searchRef={search.ref}
            views={views}
          />
        ) : (
          <LogHeadPlace address={address} />
        )}
      </Suspense>
      <LogNotices faults={state.faults} page={page} />
      {(histogram.isShown || address.view === "charts") && (
        <Suspense fallback={<HistogramPlace />}>
          {isAtRest ? <Histogram page={page} isLive={address.isLive} /> : <HistogramPlace />}
        </Suspense>
      )}
      <SelectionContext value={page.list.picks}>
        <MarksProvider needles={page.list.needles}>
          <div className={card.split}>
            {facets.isShown && (
              <Suspense>
                <Facets page={page} words={words} isLive={address.isLive} />
              </Suspense>
            )}
            {address.view === "charts" ? (
              <Suspense>
                <Charts page={page} words={words} isLive={address.isLive} />
              </Suspense>
            ) : (
              <LogList grid={grid} selected={address.entry} page={page} onMenu={setMenu} />
            )}
            {address.entry !== null && (
              <Suspense>
                <EntryPanel id={address.entry} page={page} words={words} tab={address.tab} />
              </Suspense>
            )}
          </div>
        </MarksProvider>
      </SelectionContext>
      <LogViews
        view={address.over}
        page={page}
        words={words}
        onFocusLost={() => grid.current?.focusRow(null)}
      />
      {menu !== null && (
        <Suspense>
          <ValueMenu
            at={menu}
            words={words}
            actions={actions}
            list={page.list}
            onClose={closeMenu}
          />
        </Suspense>
      )}
    </section>
  );
});
