import { truncateText } from '@tailrace/protocol';

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:,]/gs;

/**
 * Cuts the message in an entry's JSON to at most `max` UTF-16 code units. The rest stays as it was written: numbers
 * that JavaScript cannot hold, for one.
 */
export function cutMessage(text: string, max: number): string {
  if (text.length <= max) return text;
  let depth = 0;
  let previous = '';
  let key = '';
  return text.replace(TOKEN, (token) => {
    const isValue = previous === ':';
    previous = token;
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth !== 1 || token[0] !== '"') return token;
    if (!isValue) key = JSON.parse(token) as string;
    else if (key === 'message') return cutText(token, max);
    return token;
  });
}

function cutText(json: string, max: number): string {
  const message = JSON.parse(json) as string;
  return message.length <= max ? json : JSON.stringify(truncateText(message, max).toWellFormed());
}
