/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Conventional files that need "use client" (error boundaries) keep the `.client.tsx` ending too.
  pageExtensions: ["tsx", "ts", "client.tsx"],
  // The test run checks all types in a step of its own.
  typescript: { ignoreBuildErrors: process.env.LOGBOOK_TYPES_CHECKED === "1" },
};

export default config;
