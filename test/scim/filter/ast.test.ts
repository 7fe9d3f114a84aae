import fc from 'fast-check';
import { expect, it } from 'vitest';
import { comparisonOperators, type Filter, type Literal, print } from '../../../src/scim/filter/ast.ts';
import { parseFilter } from '../../../src/scim/filter/parse.ts';
import { defaultLeniencies, type Leniencies } from '../../../src/scim/leniency.ts';
import { maxFilterComparisons } from '../../../src/scim/limits.ts';

const strict: Leniencies = new Set();

const name = fc.constantFrom(
  'userName',
  'name.familyName',
  '$ref',
  '__proto__',
  'eq',
  'pr',
  'true',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value',
);
const quotedText = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', '"', '\\', '\\"', '😀\\', ') or (', 'é\u2028\n\t'),
  )
  .filter((text) => text.isWellFormed() && !text.includes('\0'));
const numberText = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((figure) => JSON.stringify(figure)),
  fc.constantFrom('-0', '1e3', '1.50', '2E-7'),
);
const strictLiteral: fc.Arbitrary<Literal> = fc.oneof(
  quotedText.map((value): Literal => ({ kind: 'string', value })),
  numberText.map((text): Literal => ({ kind: 'number', value: Number(text), text })),
  fc.boolean().map((value): Literal => ({ kind: 'boolean', value })),
  fc.constant<Literal>({ kind: 'null' }),
);
const bareLiteral: fc.Arbitrary<Literal> = fc
  .constantFrom('work', '007', 'True', '2011-05-13T04:42:34Z', "O'Malley", 'DOMAIN\\ann', 'ö😀')
  .map((value) => ({ kind: 'string', value, bare: true }));

/** Trees as the parser makes them. */
function filters(literal: fc.Arbitrary<Literal>): fc.Arbitrary<Filter> {
  const { valuePath, outer } = fc.letrec<{ inner: Filter; valuePath: Filter; outer: Filter }>((tie) => ({
    inner: combined(plain(literal), tie('inner')),
    valuePath: fc
      .tuple(name, tie('inner'), fc.option(fc.tuple(fc.constantFrom('value', '$ref'), literal)), fc.boolean())
      .map(([attribute, filter, behind, presence]): Filter => {
        if (!behind) return { kind: 'some', path: { name: attribute, filter } };
        const path = { name: attribute, filter, subAttribute: behind[0] };
        if (presence) return { kind: 'present', path };
        return { kind: 'comparison', path, operator: 'sw', operand: behind[1] };
      }),
    outer: combined(fc.oneof(plain(literal), tie('valuePath')), tie('outer')),
  }));
  return fc.oneof(outer, valuePath).filter((filter) => comparisons(filter) <= maxFilterComparisons);
}

function comparisons(filter: Filter): number {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.filters.reduce((sum, part) => sum + comparisons(part), 0);
    case 'not':
      return comparisons(filter.filter);
    case 'some':
      return comparisons(filter.path.filter);
    default:
      return 1 + (filter.path.filter ? comparisons(filter.path.filter) : 0);
  }
}

function plain(literal: fc.Arbitrary<Literal>): fc.Arbitrary<Filter> {
  return fc.oneof(
    name.map((attribute): Filter => ({ kind: 'present', path: { name: attribute } })),
    fc
      .tuple(name, fc.constantFrom(...comparisonOperators), literal)
      .map(([attribute, operator, operand]): Filter => {
        return { kind: 'comparison', path: { name: attribute }, operator, operand };
      }),
  );
}

function combined(leaf: fc.Arbitrary<Filter>, deeper: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> {
  const list = fc.array(deeper, { minLength: 2, maxLength: 4 });
  return fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    deeper.map((filter): Filter => ({ kind: 'not', filter })),
    list.map((terms) => flat('and', terms)),
    list.map((terms) => flat('or', terms)),
  );
}

function flat(kind: 'and' | 'or', terms: readonly Filter[]): Filter {
  return { kind, filters: terms.flatMap((term) => (term.kind === kind ? term.filters : [term])) };
}

it('what a filter prints is read back as the same filter, with every leniency off', () => {
  fc.assert(
    fc.property(filters(strictLiteral), (filter) => {
      expect(parseFilter(print(filter), strict)).toEqual(filter);
    }),
    { numRuns: 500 },
  );
});

it('what a filter prints is read back as the same filter, bare operands and all', () => {
  fc.assert(
    fc.property(filters(fc.oneof(strictLiteral, bareLiteral)), (filter) => {
      expect(parseFilter(print(filter), defaultLeniencies)).toEqual(filter);
    }),
    { numRuns: 500 },
  );
});

it('any text is either read or refused as a filter that cannot be read, never anything else', () => {
  const piece = fc.constantFrom(
    '(',
    ')',
    '[',
    ']',
    '"',
    '\\',
    ' ',
    '.',
    'not',
    'and',
    'or',
    'eq',
    'pr',
    'a',
    '1',
    'null',
    '😀',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      try {
        const filter = parseFilter(text, defaultLeniencies);
        expect(parseFilter(print(filter), defaultLeniencies)).toEqual(filter);
      } catch (error) {
        expect(error).toMatchObject({ name: 'ScimError', facts: { status: 400, scimType: 'invalidFilter' } });
      }
    }),
    { numRuns: 2000 },
  );
});
