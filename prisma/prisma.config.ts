import { defineConfig } from "prisma/config";

// The command line loads this file; the address is only asked for by its migrate commands.
export default defineConfig({
  schema: "schema.prisma",
  migrations: { path: "migrations" },
  datasource: { url: process.env["DATABASE_URL"] ?? "postgresql://unset" },
});
