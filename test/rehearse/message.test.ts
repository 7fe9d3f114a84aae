// The shapes of SCIM answers: which flaws are named, and that a right answer has none.

import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/rehearse/answer.ts';
import type { Expectation } from '../../src/rehearse/expect.ts';
import type { JsonObject } from '../../src/rehearse/json.ts';
import { created, exactly, list, refusal, resource } from '../../src/rehearse/message.ts';
import { ERROR, GROUP, LIST_RESPONSE, USER } from '../../src/rehearse/urns.ts';

const location = 'https://scim.test/Users/7';
const user = { schemas: [USER], id: '7', userName: 'ann', meta: { resourceType: 'User', location } };
const page = {
  schemas: [LIST_RESPONSE],
  totalResults: 3,
  startIndex: 2,
  itemsPerPage: 1,
  Resources: [{ id: 'b' }],
};
const error = { schemas: [ERROR], status: '404', detail: 'No such user.' };
const paged = '/Users?startIndex=2&count=1';

interface Case {
  readonly name: string;
  readonly expectation: Expectation;
  readonly body: JsonObject;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly problem: string;
}

const flaws: readonly Case[] = [
  {
    name: 'a resource without its schema',
    expectation: resource('User'),
    body: { ...user, schemas: [GROUP] },
    problem: 'schemas',
  },
  {
    name: 'a resource without an id',
    expectation: resource('User'),
    body: without(user, 'id'),
    problem: 'id is missing',
  },
  { name: 'a numeric id', expectation: resource('User'), body: { ...user, id: 7 }, problem: 'id is 7' },
  {
    name: 'another resource',
    expectation: resource('User', '8'),
    body: user,
    problem: 'id is "7", expected "8"',
  },
  {
    name: 'a resource without a name',
    expectation: resource('User'),
    body: without(user, 'userName'),
    problem: 'userName',
  },
  {
    name: 'a resource without meta',
    expectation: resource('User'),
    body: without(user, 'meta'),
    problem: 'meta.resourceType',
  },
  {
    name: 'a relative meta.location',
    expectation: resource('User'),
    body: { ...user, meta: { resourceType: 'User', location: '/Users/7' } },
    problem: 'meta.location',
  },
  {
    name: 'a password in the answer',
    expectation: resource('User'),
    body: { ...user, password: 'x' },
    problem: 'password',
  },
  {
    name: 'a media type of no JSON',
    expectation: resource('User'),
    body: user,
    headers: { 'content-type': 'text/html' },
    problem: 'Content-Type',
  },
  {
    name: 'a created resource without Location',
    expectation: created('User'),
    body: user,
    problem: 'Location is null',
  },
  {
    name: 'a Location unlike meta.location',
    expectation: created('User'),
    body: user,
    headers: { location: `${location}8` },
    problem: 'differs',
  },
  {
    name: 'an empty list without Resources',
    expectation: list,
    body: without({ ...page, totalResults: 0 }, 'Resources'),
    problem: 'Resources is not a list',
  },
  {
    name: 'a list without totalResults',
    expectation: list,
    body: without(page, 'totalResults'),
    problem: 'totalResults',
  },
  {
    name: 'fewer results than are listed',
    expectation: list,
    body: { ...page, totalResults: 0 },
    problem: 'totalResults is 0, 1 listed',
  },
  {
    name: 'a page without startIndex',
    expectation: list,
    path: paged,
    body: without(page, 'startIndex'),
    problem: 'startIndex is missing',
  },
  {
    name: 'another page than was asked for',
    expectation: list,
    path: paged,
    body: { ...page, startIndex: 1 },
    problem: 'startIndex is 1, expected 2',
  },
  {
    name: 'a page with the asked-for itemsPerPage instead of the real',
    expectation: list,
    path: paged,
    body: { ...page, itemsPerPage: 100 },
    problem: 'itemsPerPage is 100',
  },
  {
    name: 'more on a page than were asked for',
    expectation: list,
    path: '/Users?startIndex=2&count=0',
    body: page,
    problem: '1 listed where 0',
  },
  {
    name: 'a listed resource without an id',
    expectation: list,
    body: { ...page, Resources: [{}] },
    problem: 'has no id',
  },
  {
    name: 'a list of others',
    expectation: exactly(['a']),
    body: { ...page, totalResults: 1 },
    problem: 'too many ("b")',
  },
  {
    name: 'an error with a numeric status',
    expectation: refusal(404),
    body: { ...error, status: 404 },
    problem: 'status is 404, expected "404"',
  },
  {
    name: 'an error without detail',
    expectation: refusal(404),
    body: { ...error, detail: ' ' },
    problem: 'detail',
  },
  {
    name: 'an error of no schema',
    expectation: refusal(404),
    body: without(error, 'schemas'),
    problem: 'schemas',
  },
  {
    name: 'an error of another kind',
    expectation: refusal(404, 'uniqueness'),
    body: error,
    problem: 'scimType is missing',
  },
];

describe('a flaw is named', () => {
  test.each(flaws)('$name', ({ expectation, problem, ...asked }) => {
    expect(expectation(answer(asked)).join('; ')).toContain(problem);
  });
});

const right = [
  { name: 'a resource', expectation: resource('User', '7'), body: user },
  {
    name: 'a resource as application/json; charset=utf-8',
    expectation: resource('User'),
    body: user,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  },
  { name: 'a created resource', expectation: created('User'), body: user, headers: { location } },
  { name: 'a page', expectation: list, body: page, path: paged },
  {
    name: 'a list that was not asked for by pages and does not speak of them',
    expectation: list,
    body: { schemas: [LIST_RESPONSE], totalResults: 0, Resources: [] },
  },
  { name: 'an error', expectation: refusal(404), body: error },
];

describe('a right answer has no flaw', () => {
  test.each(right)('$name', ({ expectation, ...asked }) => {
    expect(expectation(answer(asked))).toEqual([]);
  });
});

function answer({ body, path = '/Users', headers = {} }: Pick<Case, 'body' | 'path' | 'headers'>): Answer {
  const all: Readonly<Record<string, string>> = { 'content-type': 'application/scim+json', ...headers };
  return {
    method: 'GET',
    path,
    status: 200,
    header: (name) => all[name.toLowerCase()] ?? null,
    text: '',
    body,
  };
}

function without(body: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
}
