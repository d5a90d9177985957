import { html } from 'hono/html';
import type { Answer, JsonSchema, Operation, Parameter } from '../OpenApi.ts';
import { markedText } from './markedText.ts';
import { schemaText } from './schemaText.ts';

/** One route on the page, folded until it is wanted. */
export function operation(method: string, path: string, route: Operation) {
  const own = route.parameters.filter((parameter): parameter is Parameter => 'name' in parameter);
  const takesFilters = own.length < route.parameters.length;
  return html`<details id="${route.operationId}">
    <summary>
      <span class="method ${method}">${method.toUpperCase()}</span>
      <span class="path">${breakable(path)}</span>
      <span class="what">${markedText(route.summary)}</span>
    </summary>
    ${route.description === undefined ? '' : html`<p>${markedText(route.description)}</p>`}
    <p class="role">${roleText(route['x-role'])}</p>
    ${
      own.length === 0
        ? ''
        : html`<h4>Parameters</h4>
            ${parameterList(own)}`
    }
    ${takesFilters ? html`<p>And the <a href="#filters">filters</a>.</p>` : ''}
    ${
      route.requestBody
        ? html`<h4>Body</h4>
            ${content(route.requestBody.content)}`
        : ''
    }
    <h4>Answers</h4>
    <dl>${Object.entries(route.responses).map(([status, one]) => answer(status, one))}</dl>
  </details>`;
}

/** Names, kinds and meanings of parameters. */
export function parameterList(parameters: readonly Parameter[]) {
  return html`<dl class="parameters">
    ${parameters.map(
      ({ name, in: place, schema, description = '' }) =>
        html`<dt>
            <code>${name}</code> <small>${valueText(schema)}${place === 'path' ? ', in the path' : ''}</small>
          </dt>
          <dd>${markedText(description)}</dd>`,
    )}
  </dl>`;
}

function answer(status: string, { description, content: body = {} }: Answer) {
  const isRefusal = status === 'default' || Number(status) >= 400;
  return html`<dt>${status === 'default' ? 'else' : status}</dt>
    <dd>${markedText(description)}${isRefusal ? '' : content(body)}</dd>`;
}

function content(types: NonNullable<Answer['content']>) {
  return Object.entries(types).map(
    ([type, { schema }]) => html`<p class="type">${type}${schema ? html`: ${schemaLink(schema)}` : ''}</p>`,
  );
}

function schemaLink(schema: JsonSchema) {
  const name = schemaText(schema);
  return html`<a href="#schema-${name}"><code>${name}</code></a>`;
}

function valueText(schema: JsonSchema): string {
  const { minimum, maximum, default: fallback, type, items } = schema;
  if (type === 'object') return 'any names and texts';
  const kind = type === 'array' && typeof items === 'object' ? valueText(items) : plainKind(schema);
  const range = minimum === undefined ? '' : ` ${minimum} to ${maximum?.toLocaleString('en') ?? '…'}`;
  return `${kind}${range}${fallback === undefined ? '' : `, else ${typeof fallback === 'string' ? fallback : JSON.stringify(fallback)}`}`;
}

function plainKind(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.join(', ');
  if (schema.type === 'boolean') return 'true, false';
  return schema.type === 'string' ? 'text' : schemaText(schema);
}

function roleText(role: string | undefined): string {
  if (role === undefined) return 'Anybody may ask.';
  return role === 'any' ? 'With any key.' : `With a key that may ${ROLE_VERBS[role] ?? role}.`;
}

const ROLE_VERBS: Readonly<Record<string, string>> = {
  read: 'read',
  ingest: 'send entries',
  admin: 'administer',
};

/** Paths break after their slashes on narrow screens. */
function breakable(path: string) {
  return path.split(/(?<=\/)/).map((part) => html`${part}<wbr />`);
}
