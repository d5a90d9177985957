import { html } from 'hono/html';

/** A description with its `code` marked as such. */
export function markedText(text: string) {
  return text.split('`').map((part, i) => (i % 2 === 0 ? part : html`<code>${part}</code>`));
}
