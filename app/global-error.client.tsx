"use client";

import { PlainCrash } from "./_ui/states/plain-crash.tsx";
import "./_ui/tokens.css";
import "./_ui/base.css";

/** Stands in for the whole document: whatever the layout needs may be what broke. */
export default function GlobalError() {
  return (
    <html lang="en">
      <head>
        <title>Logbook</title>
      </head>
      <body>
        <PlainCrash />
      </body>
    </html>
  );
}
