/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Conventional files that need "use client" (error boundaries) keep the `.client.tsx` ending too.
  pageExtensions: ["tsx", "ts", "client.tsx"],
};

export default config;
