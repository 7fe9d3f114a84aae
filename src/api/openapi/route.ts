// `/openapi.json`: the document of the whole API, for people and for generators of clients. It is made when it is
// first asked for, once for each isolate. Every living key may read it, be it one tenant's.

import { Hono } from 'hono';
import type { RouterRoute } from 'hono/types';
import { z } from 'zod';
import type { ApiEnv } from '../context.ts';
import { operation } from '../operation.ts';
import { documentOf } from './document.ts';

const document = z.looseObject({
  openapi: z.literal('3.1.0'),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.unknown()),
});

/** `routes`: those of the whole API, asked for once they are all there. */
export function openApiRoutes(routes: () => readonly RouterRoute[]): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  let text: string | undefined;

  app.get(
    '/openapi.json',
    operation({ id: 'getOpenApi', summary: 'This document', answers: { 200: document } }),
    (context) => {
      text ??= JSON.stringify(documentOf(routes()));
      return context.body(text, 200, { 'Content-Type': 'application/json' });
    },
  );

  return app;
}
