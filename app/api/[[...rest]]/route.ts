import { missingRoute } from "../../../lib/http/index.ts";

// Every path under /api that leads to no door.
export {
  missingRoute as DELETE,
  missingRoute as GET,
  missingRoute as PATCH,
  missingRoute as POST,
  missingRoute as PUT,
};
