import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Answer } from '../src/openapi/OpenApi.ts';
import type { ApiCall } from './ApiCall.ts';
import type { ApiAnswer, FuzzTarget } from './FuzzTarget.ts';

/** With which any route refuses a foreign host and a foreign page, before it is asked. */
const MISDIRECTED = 421;
const FORBIDDEN = 403;
/** With which Node itself refuses a head that is too large, before the app knows of it. */
const TOO_LARGE = 431;
const MAX_URL_LENGTH = 15_000;
/** Control characters, but for those that text is laid out with. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\0-\u0008\u000b\u000c\u000e-\u001f]/;
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL_IN_LINE = /[\0-\u001f\u007f-\u009f]/;
const STACK = /\bat .+:\d+:\d+|node:internal|\.ts:\d+/;

/** What must hold of an answer, whatever was asked. */
export class AnswerRules {
  readonly #target: FuzzTarget;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(target: FuzzTarget) {
    this.#target = target;
    (addFormats as unknown as (on: Ajv2020) => void)(this.#ajv);
    this.#ajv.addSchema(target.document, 'api');
  }

  /** @returns what is wrong, a sentence each */
  faultsOf(call: ApiCall, answer: ApiAnswer): string[] {
    return [
      ...this.#ofAnswer(call, answer),
      ...this.#ofHolder(call, answer),
      ...this.#target.takeOwnLines().flatMap(faultsOfOwnLine),
    ];
  }

  #ofAnswer({ operation, url, headers: sent }: ApiCall, { status, headers, body }: ApiAnswer): string[] {
    if (status === TOO_LARGE && url.length > MAX_URL_LENGTH) return [];
    if (status >= 500) return [`answers ${status}: ${body.slice(0, 300)}`];
    const faults: string[] = [];
    if (CONTROL.test(body)) faults.push(`has a control character: ${JSON.stringify(CONTROL.exec(body)![0])}`);
    if (body.includes(this.#target.folder)) faults.push('tells where its data lie');
    const isRefusal = status >= 400;
    if (isRefusal && CONTROL_IN_LINE.test(body.replaceAll('\n', ' ')))
      faults.push('has a control character in a refusal');
    if (isRefusal && STACK.test(body)) faults.push(`tells a stack: ${body.slice(0, 300)}`);
    const { responses } = operation.described;
    const isEarly = status === MISDIRECTED || (status === FORBIDDEN && sent['Origin'] !== undefined);
    const declared = responses[status] ?? (isEarly ? responses['default'] : undefined);
    if (!declared) return [...faults, `answers ${status}, which is not declared: ${body.slice(0, 200)}`];
    return [...faults, ...this.#ofContent(declared, headers.get('Content-Type'), body)];
  }

  #ofContent({ content }: Answer, header: string | null, body: string): string[] {
    const type = header?.split(';')[0] ?? '';
    if (content === undefined)
      return body === '' ? [] : [`has a body where none is declared: ${body.slice(0, 100)}`];
    const described = content[type];
    if (!described) return [`is ${type}, where ${Object.keys(content).join(' or ')} is declared`];
    if (type === 'application/x-ndjson')
      return body
        .split('\n')
        .flatMap((line) =>
          line === '' || isJson(line) ? [] : [`has a line that is not JSON: ${line.slice(0, 100)}`],
        );
    if (!type.endsWith('json')) return [];
    if (!isJson(body)) return [`is not JSON: ${body.slice(0, 100)}`];
    const reference = described.schema?.$ref;
    if (reference === undefined) return [`declares no schema of ${type}`];
    const validate = this.#validator(reference);
    return validate(JSON.parse(body))
      ? []
      : [
          `is not ${reference}: ${this.#ajv.errorsText(validate.errors?.slice(0, 3))} in ${body.slice(0, 300)}`,
        ];
  }

  #validator(reference: string): ValidateFunction {
    const known = this.#validators.get(reference) ?? this.#ajv.compile({ $ref: `api${reference}` });
    this.#validators.set(reference, known);
    return known;
  }

  /** Whoever has not the role is told so, and nothing else. */
  #ofHolder({ operation, caller, headers }: ApiCall, { status }: ApiAnswer): string[] {
    const role = operation.described['x-role'];
    if (role === undefined || operation.isSocket || caller === 'admin' || 'Authorization' in headers)
      return [];
    const isKnown = caller === 'read' || caller === 'ingest';
    if (isKnown && (role === 'any' || role === caller)) return [];
    const expected = isKnown ? 403 : 401;
    // A foreign page is refused whoever asks.
    const isRefused =
      status === expected || status === MISDIRECTED || (status === FORBIDDEN && 'Origin' in headers);
    return isRefused ? [] : [`answers ${status} to ${caller}, and not ${expected}`];
  }
}

function faultsOfOwnLine(line: string): string[] {
  const text = line.endsWith('\n') ? line.slice(0, -1) : line;
  return [
    ...(CONTROL_IN_LINE.test(text)
      ? [`logs a control character: ${JSON.stringify(text).slice(0, 300)}`]
      : []),
    ...(/"level":"(?:error|critical)"|^\S+ (?:error|critical)/.test(text)
      ? [`logs a failure: ${text.slice(0, 600)}`]
      : []),
  ];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
