import type { JsonSchema } from '../OpenApi.ts';

const INDENT = '  ';

/** Writes a schema as people read it: `{ limit: integer, next: string | null }`. References stay names. */
export function schemaText(schema: JsonSchema | boolean | undefined, indent = ''): string {
  if (schema === undefined || typeof schema === 'boolean') return 'any';
  if (schema.$ref !== undefined) return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf) return schema.anyOf.map((one) => schemaText(one, indent)).join(' | ');
  if (schema.prefixItems) return `[${schema.prefixItems.map((one) => schemaText(one, indent)).join(', ')}]`;
  if (schema.type === 'array') return `${arrayItem(schema.items, indent)}[]`;
  if (schema.type === 'object') return objectText(schema, indent);
  return typeof schema.type === 'string' ? schema.type : (schema.type?.join(' | ') ?? 'any');
}

function arrayItem(items: JsonSchema['items'], indent: string): string {
  const text = schemaText(items, indent);
  return text.includes(' | ') && !text.startsWith('{') ? `(${text})` : text;
}

function objectText(schema: JsonSchema, indent: string): string {
  const { properties = {}, required = [], additionalProperties } = schema;
  const inner = indent + INDENT;
  const lines = Object.entries(properties).map(
    ([name, property]) =>
      `${inner}${name}${required.includes(name) ? '' : '?'}: ${schemaText(property, inner)}`,
  );
  if (lines.length === 0 && typeof additionalProperties === 'object') {
    return `{ [name]: ${schemaText(additionalProperties, indent)} }`;
  }
  if (additionalProperties !== false && lines.length > 0) lines.push(`${inner}…`);
  return lines.length === 0 ? '{ }' : `{\n${lines.join('\n')}\n${indent}}`;
}
