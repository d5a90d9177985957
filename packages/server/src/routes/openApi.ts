import type { Handler } from 'hono';
import { createDocument } from '../openapi/createDocument.ts';
import { DESCRIBED_ROUTES } from '../openapi/describedRoutes.ts';
import { apiPage } from '../openapi/page/apiPage.ts';

/** Made when they are first asked for, because a start should not wait for them. */
let document: ReturnType<typeof createDocument> | undefined;
let page: ReturnType<typeof apiPage> | undefined;

/** `GET /api/v1/openapi.json`: the API's description. It says nothing of what is stored, and needs no key. */
export const openApiRoute: Handler = (c) => {
  c.header('Cache-Control', 'no-cache');
  return c.json((document ??= createDocument(DESCRIBED_ROUTES)));
};

/** `GET /api`: the same as a page. */
export const apiPageRoute: Handler = (c) => {
  c.header('Cache-Control', 'no-cache');
  document ??= createDocument(DESCRIBED_ROUTES);
  return c.html((page ??= apiPage(document)));
};
