import type { ProblemCode } from '@tailrace/protocol';
import type { z } from 'zod';
import type { Role } from '../auth/AuthStore.ts';

/** Where a route stands on the API's page, in this order. */
export const ROUTE_GROUPS = [
  'Query',
  'Export',
  'Ingest',
  'Stream',
  'Settings',
  'Access',
  'Service',
  'Older API',
  'Pages',
] as const;
export type RouteGroup = (typeof ROUTE_GROUPS)[number];

/** A body by its media type: a schema that is registered in `apiSchemas`, or nothing to say of its inside. */
export type DescribedContent = Readonly<Record<string, z.ZodType | undefined>>;

export interface DescribedAnswer {
  readonly description: string;
  readonly content?: DescribedContent;
}

/** What the API's description says of one route. Schemas are those that the route itself reads with. */
export interface RouteDescription {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** As the app has it: `/api/v1/logs/:id`. */
  readonly path: string;
  readonly group: RouteGroup;
  readonly summary: string;
  readonly description?: string;
  /** Who may ask; `any` is anybody with a key. @default everybody, without a key */
  readonly role?: Role | 'any';
  /** What each part of the path stands for. */
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly query?: z.ZodObject;
  /** Whether it takes the filters, too. */
  readonly takesFilters?: boolean;
  readonly body?: DescribedContent;
  /** By status. */
  readonly answers: Readonly<Record<number, DescribedAnswer>>;
  /** Refusals of its own, beside those that any route has. */
  readonly problems?: readonly ProblemCode[];
}
