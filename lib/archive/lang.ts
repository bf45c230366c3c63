/** Languages in which something can be said of an event. */
export type Lang = "en" | "ru";
