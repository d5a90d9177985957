/** Control characters that JSON leaves as they are: DEL, and those of which one begins a terminal's commands. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const BARE_CONTROLS = /[\u007f-\u009f]/g;

/** JSON that can be shown on a terminal, whatever clients put into it: no control character stands in it bare. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(
    BARE_CONTROLS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
