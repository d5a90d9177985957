/** Characters that are measured at once, since one alone is rounded. */
const SAMPLE = '0'.repeat(100);

/** How many characters fit on a line of a message: of a monospace font, measured in the list itself. */
export function measureColumns(list: HTMLElement): number {
  const row = document.createElement('div');
  row.className = 'tailrace-row tailrace-probe';
  const message = document.createElement('div');
  message.className = 'tailrace-message';
  const text = document.createElement('span');
  text.textContent = SAMPLE;
  // Where it does not fit, it must not be measured in parts.
  text.style.whiteSpace = 'pre';
  message.append(text);
  row.append(message);
  list.append(row);
  const width = text.getBoundingClientRect().width / SAMPLE.length;
  const room = message.getBoundingClientRect().width;
  row.remove();
  return Math.max(1, Math.floor(room / width));
}
