/** Of a page's entries every so many is an error: those a crash must not lose. */
export const ERROR_EVERY = 10;
