import first from "./app/_ui/i18n/first-texts.json" with { type: "json" };

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  turbopack: {
    rules: {
      "*.json": {
        condition: { path: /\/i18n\/messages\/\w+\.json$/ },
        // The list is handed over, since a build knows by this that it has changed.
        loaders: [{ loader: "./app/_ui/i18n/pack-messages.cjs", options: { first } }],
        as: "*.js",
      },
      "*.mjs": {
        condition: { path: /\/lucide-react\/dist\/esm\/icons\/[^/]+\.mjs$/ },
        loaders: ["./app/_ui/icons/pack-icon.cjs"],
      },
    },
    // Packed texts need no parser in the browser.
    resolveAlias: { "use-intl/format-message": "use-intl/format-message/format-only" },
  },
  // Conventional files that need "use client" (error boundaries) keep the `.client.tsx` ending too.
  pageExtensions: ["tsx", "ts", "client.tsx"],
  // The test run checks all types in a step of its own.
  typescript: { ignoreBuildErrors: process.env.LOGBOOK_TYPES_CHECKED === "1" },
};

export default config;
