/** The sequences that set colours and weights; all others are shown as what they are. */
// oxlint-disable-next-line no-control-regex -- they begin with one
export const SGR = /\u001b\[([\d;]*)m/g;
