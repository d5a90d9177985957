import { ServerResponse, STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import type { Http2Bindings, HttpBindings } from '@hono/node-server';
import { PROBLEM_STATUS, type Problem, type ProblemCode } from '@tailrace/protocol';

type Fetch = (request: Request, env: HttpBindings | Http2Bindings) => Response | Promise<Response>;
type UpgradeListener = (request: IncomingMessage, socket: Socket, head: Buffer) => void;

/** Node hands a connection over on any `Upgrade` header, and then nobody else answers on it. */
function isWebSocket({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

/**
 * Makes a fetch that answers refused handshakes whole: the server beneath sends their status alone, and so whoever
 * was refused would not learn why.
 */
export function answeringHandshakes(fetch: Fetch): Fetch {
  return async (request, env) => {
    const answer = await fetch(request, env);
    const { incoming } = env;
    // An answer that opens the socket has no body.
    if (answer.body !== null && isWebSocket(incoming)) await sendWhole(incoming.socket, answer);
    return answer;
  };
}

/**
 * Answers requests that ask for a protocol that is not spoken here, such as `curl --http2`, as if they had not asked:
 * HTTP allows that, and the connection would else stay open for ever.
 */
export function answerOtherUpgrades(http: Server): void {
  const handshakes = http.listeners('upgrade') as UpgradeListener[];
  http.removeAllListeners('upgrade');
  http.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const isReadable = URL.canParse(`http://${request.headers.host}`);
    if (isReadable && isWebSocket(request)) {
      for (const listener of handshakes) listener.call(http, request, socket, head);
      return;
    }
    // A client that goes away meanwhile is nobody's fault.
    socket.on('error', () => socket.destroy());
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.on('finish', () => socket.end());
    if (!isReadable) refuse(response, 'invalid_host', 'Send the host name of this server in the header Host');
    else if (request.method === 'GET' || request.method === 'HEAD') http.emit('request', request, response);
    // The parser has let go of the connection, and so a body cannot be read any more.
    else refuse(response, 'method_not_allowed', 'Send it without the header Upgrade');
  });
}

function refuse(response: ServerResponse, code: ProblemCode, detail: string): void {
  const status = PROBLEM_STATUS[code];
  const problem: Problem = { type: 'about:blank', title: STATUS_CODES[status]!, status, code, detail };
  const body = JSON.stringify(problem);
  response.writeHead(status, {
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

async function sendWhole(socket: Socket, answer: Response): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  const headers = [...answer.headers, ['content-length', String(body.length)], ['connection', 'close']];
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ].join('\r\n');
  socket.end(Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), body]));
  try {
    await finished(socket, { readable: false });
  } catch {
    // The client has gone away: there is nobody to tell.
  }
  // The server beneath leaves alone what is destroyed.
  socket.destroy();
}
