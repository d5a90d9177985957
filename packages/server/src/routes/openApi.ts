import type { Handler } from 'hono';
import { createDocument } from '../openapi/createDocument.ts';
import { DESCRIBED_ROUTES } from '../openapi/describedRoutes.ts';
import { apiPage } from '../openapi/page/apiPage.ts';

/** `GET /api/v1/openapi.json`: the API's description. It says nothing of what is stored, and needs no key. */
export function openApiRoute(): Handler {
  const document = createDocument(DESCRIBED_ROUTES);
  return (c) => {
    c.header('Cache-Control', 'no-cache');
    return c.json(document);
  };
}

/** `GET /api`: the same as a page. */
export function apiPageRoute(): Handler {
  const page = apiPage(createDocument(DESCRIBED_ROUTES));
  return (c) => {
    c.header('Cache-Control', 'no-cache');
    return c.html(page);
  };
}
