/** Apart from the parser, since an address is checked before anything of it is read. */
export const MAX_QUERY_LENGTH = 4_000;
