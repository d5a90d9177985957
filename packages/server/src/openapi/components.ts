import { LOG_LEVELS } from '@tailrace/protocol';
import { levelSettingsChangeSchema } from '@tailrace/protocol/schema';
import { z } from 'zod';
import { PLAIN_COOKIE, SECURE_COOKIE } from '../auth/SessionCookie.ts';
import { FILTER_PARAMETERS } from '../query/filterFromQuery.ts';
import type { JsonSchema, OpenApiDocument, Parameter } from './OpenApi.ts';
import { apiSchemas } from './schemas/apiSchemas.ts';

/** What the document's operations refer to. */
export function createComponents(): OpenApiDocument['components'] {
  return { schemas: createSchemas(), parameters: FILTERS, securitySchemes: SECURITY_SCHEMES };
}

export function referTo(schema: z.ZodType): JsonSchema {
  const id = apiSchemas.get(schema)?.id;
  if (id === undefined) throw new Error('Give the schema a name in the description: named("Name", schema)');
  return { $ref: uriOf(id) };
}

/** References to all filters, in their order. */
export function filterReferences(): { readonly $ref: string }[] {
  return Object.keys(FILTERS).map((name) => ({ $ref: `#/components/parameters/${name}` }));
}

const FILTERS: Readonly<Record<string, Parameter>> = Object.fromEntries([
  ...Object.entries(FILTER_PARAMETERS).map(([name, { description, values }]) => [
    name,
    {
      name,
      in: 'query',
      required: false,
      description,
      // Given several times, one of the values is enough.
      schema: { type: 'array', items: { type: 'string', ...(values && { enum: values }) } },
    },
  ]),
  [
    'context',
    {
      name: 'context',
      in: 'query',
      required: false,
      description: '`context.<key>=`: any field of the context.',
      schema: {
        type: 'object',
        patternProperties: { '^context\\..': { type: 'string' } },
        additionalProperties: false,
      },
    },
  ],
]) as Record<string, Parameter>;

const SECURITY_SCHEMES = {
  key: { type: 'http', scheme: 'bearer', description: 'A key: `Authorization: Bearer trk_…`.' },
  cookie: {
    type: 'apiKey',
    in: 'cookie',
    name: PLAIN_COOKIE,
    description: `A browser that signed in. Where the server itself speaks TLS the name is \`${SECURE_COOKIE}\`.`,
  },
};

function createSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(apiSchemas, {
    uri: uriOf,
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      // Read by hand, because a record of zod's passes over a key `__proto__`.
      if (zodSchema === levelSettingsChangeSchema) {
        jsonSchema.properties = {
          levels: { type: 'object', additionalProperties: { type: 'string', examples: [...LOG_LEVELS] } },
        };
      }
    },
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => {
      const {
        $schema: _schema,
        $id: _id,
        id: _name,
        ...rest
      } = schema as JsonSchema & Record<string, unknown>;
      return [id, rest];
    }),
  );
}

function uriOf(id: string): string {
  return `#/components/schemas/${id}`;
}
