import type { OpenApiDocument, Parameter } from '../src/openapi/OpenApi.ts';
import type { ApiOperation } from './ApiCall.ts';

/** All operations that a document has. */
export function apiOperations({ paths, components }: OpenApiDocument): ApiOperation[] {
  return Object.entries(paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, described]): ApiOperation => ({
      name: `${method.toUpperCase()} ${template}`,
      method: method.toUpperCase(),
      template,
      parameters: described.parameters.map((parameter): Parameter =>
        'name' in parameter ? parameter : components.parameters[parameter.$ref.split('/').at(-1)!]!,
      ),
      described,
      isSocket: described.responses['101'] !== undefined,
    })),
  );
}
