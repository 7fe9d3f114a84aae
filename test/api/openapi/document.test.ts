// The document of the API: it has every route and no other, is valid OpenAPI 3.1, and says who may ask.

import { Validator } from '@seriousme/openapi-schema-validator';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { documentOf } from '../../../src/api/openapi/document.ts';
import { operation } from '../../../src/api/operation.ts';
import { query } from '../../../src/api/validate.ts';
import { operationsOf } from '../../support/api-document.ts';
import { document, routes } from './whole.ts';

const operations = operationsOf(document);

it('every route is described, and nothing else is', () => {
  const registered = routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`);
  const described = operations.map(
    ({ method, path }) => `${method} /api/v1${path.replace(/\{(\w+)\}/g, ':$1')}`,
  );
  expect(described.toSorted()).toEqual([...new Set(registered)].toSorted());
  expect(described.length).toBeGreaterThan(20);
});

it('the document is valid OpenAPI 3.1, and each of its references leads somewhere', async () => {
  const validator = new Validator();
  // SCIM has members of the name "$ref", which the validator takes for references.
  const renamed = JSON.parse(JSON.stringify(document).replaceAll('"$ref":{', '"ref":{'));
  const result = await validator.validate(renamed);
  expect(result).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
  const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g);
  for (const [, reference = ''] of references) {
    const found = reference.split('/').reduce<unknown>((at, key) => Object(at)[key], document);
    expect(found, reference).toBeTypeOf('object');
  }
});

it('every part of a path that stands for something is a parameter', () => {
  for (const { path, parameters = [], operationId } of operations) {
    const named = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
    expect(named, operationId).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  }
});

it('reading needs the scope "read", the rest "write"; API keys are managed by ADMIN_KEY alone', () => {
  for (const { path, method, security, operationId } of operations) {
    const apiKey = { apiKey: [method === 'GET' ? 'read' : 'write'] };
    const needed = path.startsWith('/api-keys') ? [{ adminKey: [] }] : [{ adminKey: [] }, apiKey];
    expect(security, operationId).toEqual(needed);
  }
});

it('an answer has no members but those that are named, where they are named', () => {
  const open: string[] = [];
  const look = (at: string, value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    if ('properties' in value && !('additionalProperties' in value && value.additionalProperties === false)) {
      open.push(at);
    }
    for (const [key, part] of Object.entries(value)) look(`${at}/${key}`, part);
  };
  for (const { operationId, responses } of operations) look(operationId, responses);
  const { SettingsPatch: _asked, ...answered } = document.components.schemas;
  look('', answered);
  const extension = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  const document200 = 'getOpenApi/200/content/application/json/schema';
  expect(open).toEqual([
    document200,
    `${document200}/properties/info`,
    '/User',
    `/User/properties/${extension}`,
    '/Group',
  ]);
});

describe('a document is not made', () => {
  const described = operation({ id: 'one', summary: 'One', answers: { 200: z.strictObject({}) } });

  it('of a route that does not describe itself', () => {
    const app = new Hono().get('/api/v1/one', described).get('/api/v1/two', (context) => context.text(''));
    expect(() => documentOf(app.routes)).toThrow('The route GET /api/v1/two does not describe itself.');
  });

  it('of two routes that describe themselves as one', () => {
    const app = new Hono().get('/api/v1/one', described).post('/api/v1/one', described);
    expect(() => documentOf(app.routes)).toThrow('the same id');
  });

  it('of a pattern that says something else without its flags', () => {
    const flagged = query(z.object({ name: z.string().regex(/^a$/i) }));
    const app = new Hono().get('/api/v1/one', described, flagged);
    expect(() => documentOf(app.routes)).toThrow('/^a$/i');
  });
});
