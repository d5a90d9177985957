import { html } from 'hono/html';
import type { OpenApiDocument } from '../OpenApi.ts';
import { markedText } from './markedText.ts';
import { operation, parameterList } from './operation.ts';
import { schemaText } from './schemaText.ts';
import { STYLE } from './style.ts';

/** The API's description as one page without scripts. */
export function apiPage(document: OpenApiDocument) {
  const { info, tags, paths, components } = document;
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, route]) => ({ method, path, route })),
  );
  const groups = tags.map(({ name }) => ({
    name,
    routes: routes.filter(({ route }) => route.tags[0] === name),
  }));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Tailrace API</title>
        <link rel="icon" href="data:," />
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>
          <h1>Tailrace API</h1>
          <p>${markedText(info.description)}</p>
          <p>
            Send a key as <code>Authorization: Bearer</code>. The same as
            <a href="/api/v1/openapi.json">OpenAPI 3.1</a>.
          </p>
          <pre
            tabindex="0"
          ><code>curl -H "Authorization: Bearer $KEY" "http://127.0.0.1:8765/api/v1/logs?min_level=error&amp;limit=10"</code></pre>
          <nav aria-label="Contents">
            <ul>
              ${groups.map(({ name }) => html`<li><a href="#${anchorOf(name)}">${name}</a></li>`)}
              <li><a href="#filters">Filters</a></li>
              <li><a href="#limits">Limits</a></li>
              <li><a href="#schemas">Schemas</a></li>
            </ul>
          </nav>
          ${groups.map(
            (group) =>
              html`<section>
                <h2 id="${anchorOf(group.name)}">${group.name}</h2>
                ${group.routes.map(({ method, path, route }) => operation(method, path, route))}
              </section>`,
          )}
          <section>
            <h2 id="filters">Filters</h2>
            <p>Several values of one parameter are joined by OR, different parameters by AND.</p>
            ${parameterList(Object.values(components.parameters))}
          </section>
          <section>
            <h2 id="limits">Limits</h2>
            <dl class="limits">
              ${Object.entries(document['x-limits']).map(
                ([name, value]) =>
                  html`<dt>${value.toLocaleString('en')}</dt>
                    <dd><code>${name}</code></dd>`,
              )}
            </dl>
          </section>
          <section>
            <h2 id="schemas">Schemas</h2>
            ${Object.entries(components.schemas).map(
              ([name, schema]) =>
                html`<h3 id="schema-${name}">${name}</h3>
                  ${schema.description === undefined ? '' : html`<p>${markedText(schema.description)}</p>`}
                  <pre tabindex="0"><code>${schemaText(schema)}</code></pre>`,
            )}
          </section>
        </main>
      </body>
    </html>`;
}

function anchorOf(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}
