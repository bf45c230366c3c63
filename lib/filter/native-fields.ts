/** What the portal's log tells of an entry, by the portal's own names. */
export interface NativeFields {
  /** As the portal sent it, with its own offset. */
  timestampX: string;
  severity: string;
  auditTypeId: string;
  moduleId: string;
  itemId: string;
  remoteAddr: string;
  userAgent: string | null;
  requestUri: string;
  siteId: string | null;
  userId: number | null;
  guestId: number | null;
  description: string | null;
}
