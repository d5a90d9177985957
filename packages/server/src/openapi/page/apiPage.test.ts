import { describe, expect, it } from 'vitest';
import { createDocument } from '../createDocument.ts';
import { DESCRIBED_ROUTES } from '../describedRoutes.ts';
import { apiPage } from './apiPage.ts';
import { schemaText } from './schemaText.ts';

const document = createDocument(DESCRIBED_ROUTES);
const page = String(await apiPage(document));

describe('the API’s page', () => {
  it('has every route, schema, filter and limit', () => {
    const routes = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    const ids = [
      ...routes.map(({ operationId }) => operationId),
      ...Object.keys(document.components.schemas).map((name) => `schema-${name}`),
    ];
    for (const id of ids) expect(page).toContain(`id="${id}"`);
    for (const name of Object.keys(document.components.parameters))
      expect(page).toContain(`<code>${name}</code>`);
    for (const name of Object.keys(document['x-limits'])) expect(page).toContain(`<code>${name}</code>`);
  });

  it('leads nowhere that is not there', () => {
    const targets = Array.from(page.matchAll(/href="#([^"]+)"/g), ([, id]) => id!);
    expect(targets.length).toBeGreaterThan(30);
    for (const target of targets) expect(page).toContain(`id="${target}"`);
  });

  it('needs nothing from elsewhere, and runs nothing', () => {
    expect(page).not.toMatch(/<script|\son\w+=|(?:src|href)="(?:https?:)?\/\//);
  });

  it('shows text as text', async () => {
    const route = { ...DESCRIBED_ROUTES[0]!, summary: '<img src=x onerror=alert(1)> `<b>`' };
    const hostile = String(await apiPage(createDocument([route])));
    expect(hostile).toContain('&lt;img src=x onerror=alert(1)&gt; <code>&lt;b&gt;</code>');
  });
});

describe('schemaText', () => {
  it.each([
    [{ type: 'integer' }, 'integer'],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ enum: ['a', 'b'] }, '"a" | "b"'],
    [{ $ref: '#/components/schemas/LogEntry' }, 'LogEntry'],
    [{ type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'number' }] } }, '(string | number)[]'],
    [{ type: 'object', additionalProperties: { type: 'integer' } }, '{ [name]: integer }'],
    [
      {
        type: 'object',
        properties: { a: { type: 'string' }, b: { type: 'boolean' } },
        required: ['a'],
        additionalProperties: false,
      },
      '{\n  a: string\n  b?: boolean\n}',
    ],
    [{}, 'any'],
  ])('writes %j as people read it', (schema, text) => {
    expect(schemaText(schema)).toBe(text);
  });
});
