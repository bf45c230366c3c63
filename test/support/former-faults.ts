/** What the former version noted of attempts, and the name of each now. */
export const FORMER_FAULTS: [sentence: string, name: string][] = [
  ["its address is not one of the public internet", "address_refused"],
  ["the connection was refused", "connection_refused"],
  ["its name is not known", "name_unknown"],
  ["its name could not be looked up", "lookup_failed"],
  ["no connection within 5 seconds", "no_connection"],
  ["the connection was reset", "reset"],
  ["the connection was closed without an answer", "closed"],
  ["no answer within 15 seconds", "no_answer"],
  ["the attempt was ended", "ended"],
  ["the request failed (EPROTO)", "failed"],
];
