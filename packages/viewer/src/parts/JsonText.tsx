/** A key, a string, or another scalar of pretty-printed JSON. */
const TOKEN = /("(?:[^"\\]|\\.)*")(:)?|(-?\d[\d.eE+-]*|true|false|null)/g;

/** A value as indented JSON; keys step back so that values stand out. */
export function JsonText({ value }: { value: unknown }) {
  return <pre className="tailrace-json">{paint(JSON.stringify(value, undefined, 2))}</pre>;
}

function paint(json: string): React.ReactNode[] {
  const nodes: React.ReactNode[] = [];
  let end = 0;
  for (const match of json.matchAll(TOKEN)) {
    const [token, text, colon] = match;
    const kind = text === undefined ? 'scalar' : colon ? 'key' : 'string';
    nodes.push(
      json.slice(end, match.index),
      <span key={match.index} data-json={kind}>
        {token}
      </span>,
    );
    end = match.index + token.length;
  }
  return [...nodes, json.slice(end)];
}
