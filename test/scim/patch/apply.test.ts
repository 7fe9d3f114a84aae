import { describe, expect, it } from 'vitest';
import { maxElements } from '../../../src/scim/limits.ts';
import { refusal } from '../filter/refusal.ts';
import { badgeUrn, enterpriseUrn, strict, without } from '../resource/staff.ts';
import { ann, patched } from './patched.ts';

const emails = ann['emails'] as readonly object[];
const [work, home] = emails;
const badge = ann[badgeUrn] as object;
const enterprise = ann[enterpriseUrn] as object;

interface Case {
  readonly op: string;
  readonly path?: string;
  readonly value?: unknown;
}
const add = (path: string, value: unknown): Case => ({ op: 'add', path, value });
const replace = (path: string, value: unknown): Case => ({ op: 'replace', path, value });
const remove = (path: string, value?: unknown): Case => ({
  op: 'remove',
  path,
  ...(value !== undefined && { value }),
});

/** Each case: an operation, and what it changes of Ann; undefined where it takes a value away. */
const changes = (cases: readonly [Case, object][]) => {
  it.each(cases)('%j', (operation, expected) => {
    const after = patched(ann, [operation]);
    const wanted = Object.entries({ ...ann, ...expected }).filter(([, value]) => value !== undefined);
    expect(after).toEqual(Object.fromEntries(wanted));
  });
};

describe('RFC 7644 §3.5.2.1: add', () => {
  changes([
    [add('nickName', 'A'), { nickName: 'A' }],
    [add('title', 'Prof'), { title: 'Prof' }],
    [add('title', null), { title: undefined }],
    [add('title', ''), { title: undefined }],
    [add('name', { middleName: 'B' }), { name: { givenName: 'Ann', familyName: 'Lee', middleName: 'B' } }],
    [add('name.givenName', 'Anna'), { name: { givenName: 'Anna', familyName: 'Lee' } }],
    [add('emails', [{ value: 'x', type: 'other' }]), { emails: [...emails, { value: 'x', type: 'other' }] }],
    [add('emails', { value: 'x' }), { emails: [...emails, { value: 'x' }] }],
    [add('roles', 'r'), { roles: [{ value: 'r' }] }],
    [add(`${badgeUrn}:doors`, ['b', 'c']), { [badgeUrn]: { ...badge, doors: ['a', 'b', 'c'] } }],
    [
      { op: 'add', value: { nickName: 'A', emails: [{ value: 'x' }], name: { middleName: 'B' } } },
      {
        nickName: 'A',
        emails: [...emails, { value: 'x' }],
        name: { givenName: 'Ann', familyName: 'Lee', middleName: 'B' },
      },
    ],
    [add('emails[type eq "home"].display', 'H'), { emails: [work, { ...home, display: 'H' }] }],
    [add('emails[type eq "home"]', { value: 'x' }), { emails: [work, { value: 'x', type: 'home' }] }],
  ]);
});

describe('RFC 7644 §3.5.2.2: remove', () => {
  changes([
    [remove('title'), { title: undefined }],
    [remove('nickName'), {}],
    [remove('name'), { name: undefined }],
    [remove('name.givenName'), { name: { familyName: 'Lee' } }],
    [remove('emails'), { emails: undefined }],
    [remove('emails[type eq "work"]'), { emails: [home] }],
    [remove('emails[type eq "other"]'), {}],
    [remove('emails[value pr]'), { emails: undefined }],
    [remove('emails[type eq "work" and value ew "home"]'), {}],
    [remove('emails.type'), { emails: [{ value: 'ann@work', primary: true }, { value: 'ann@home' }] }],
    [remove('emails[type eq "work"].value'), { emails: [home] }],
    [remove('addresses[type eq "home"].locality'), { addresses: undefined }],
    [remove(enterpriseUrn), { [enterpriseUrn]: undefined }],
    [remove(`${enterpriseUrn}:manager`), { [enterpriseUrn]: { department: 'R&D' } }],
    [remove(`${enterpriseUrn}:manager.value`), { [enterpriseUrn]: { department: 'R&D' } }],
    [remove(`${badgeUrn}:doors`, ['A']), { [badgeUrn]: { ...badge, doors: ['b'] } }],
    [remove('emails', [{ value: 'ANN@work' }]), { emails: [home] }],
    [remove('emails', [{ value: 'ann@work', type: 'home' }]), {}],
    [remove('emails', [{ value: 'ann@work', primary: false }]), { emails: [home] }],
    [remove('emails', [{ primary: true }]), {}],
    [remove('emails', []), {}],
    [remove('title', 'whatever'), { title: undefined }],
  ]);
});

describe('RFC 7644 §3.5.2.3: replace', () => {
  changes([
    [replace('title', 'Prof'), { title: 'Prof' }],
    [replace('nickName', 'A'), { nickName: 'A' }],
    [replace('title', null), { title: undefined }],
    [replace('active', 'False'), { active: false }],
    [replace('name', { givenName: 'Anna' }), { name: { givenName: 'Anna', familyName: 'Lee' } }],
    [replace('name', { givenName: null }), { name: { familyName: 'Lee' } }],
    [replace('name', { givenName: '', familyName: null }), { name: undefined }],
    [replace('name', {}), {}],
    [replace('emails', [{ value: 'x' }]), { emails: [{ value: 'x' }] }],
    [replace('emails', []), { emails: undefined }],
    [
      { op: 'replace', value: { emails: [{ value: 'x' }], name: { givenName: 'A' } } },
      { emails: [{ value: 'x' }], name: { givenName: 'A', familyName: 'Lee' } },
    ],
    [replace('emails[type eq "work"].value', 'x'), { emails: [{ ...work, value: 'x' }, home] }],
    [
      replace('emails[value pr].display', 'x'),
      {
        emails: [
          { ...work, display: 'x' },
          { ...home, display: 'x' },
        ],
      },
    ],
    [
      replace('emails[type eq "work"]', { value: 'x', type: 'other' }),
      { emails: [{ ...work, value: 'x', type: 'other' }, home] },
    ],
    [
      replace('emails[type eq "work"]', { value: 'x', primary: null }),
      { emails: [{ value: 'x', type: 'work' }, home] },
    ],
    [replace('emails[type eq "work"]', {}), {}],
    [replace('emails[type eq "work"]', null), { emails: [home] }],
    [replace('emails[type eq "work"].value', ''), { emails: [home] }],
    [
      replace('manager[value eq "7"].value', '8'),
      { [enterpriseUrn]: { ...enterprise, manager: { value: '8' } } },
    ],
    [replace('addresses.locality', 'Kiruna'), { addresses: [{ type: 'home', locality: 'Kiruna' }] }],
    [replace('roles.value', 'r'), { roles: [{ value: 'r' }] }],
    [replace(enterpriseUrn, { costCenter: '1' }), { [enterpriseUrn]: { ...enterprise, costCenter: '1' } }],
    [replace(enterpriseUrn, { department: null, manager: '' }), { [enterpriseUrn]: undefined }],
    [replace(enterpriseUrn, null), { [enterpriseUrn]: undefined }],
    [replace('externalId', 5), { externalId: '5' }],
  ]);
});

describe('a value path without match creates the element that it describes', () => {
  const created = (element: object) => ({ emails: [...emails, element] });
  changes([
    [add('emails[type eq "other"].value', 'x'), created({ type: 'other', value: 'x' })],
    [add('emails[type eq "Weird"].value', 'x'), created({ type: 'Weird', value: 'x' })],
    [
      add('emails[type eq "other" and value eq "X@x"].display', 'x'),
      created({ type: 'other', value: 'X@x', display: 'x' }),
    ],
    [add('emails[type eq "other"]', { value: 'x' }), created({ type: 'other', value: 'x' })],
    [add('emails[type eq "other"]', null), {}],
    [replace('emails[type eq "other"].value', 'x'), created({ type: 'other', value: 'x' })],
    [replace('emails[type eq "Other"]', { value: 'x' }), created({ type: 'Other', value: 'x' })],
    [replace('emails[type eq "other"].value', ''), {}],
    [replace('roles[primary eq "True"].value', 'x'), { roles: [{ primary: true, value: 'x' }] }],
    [add('roles[primary eq true].value', 'x'), { roles: [{ primary: true, value: 'x' }] }],
    [
      add('emails[type eq "other" and primary eq true].value', 'x'),
      { emails: [{ ...work, primary: false }, home, { type: 'other', primary: true, value: 'x' }] },
    ],
    [add('roles[value eq 17].display', 'x'), { roles: [{ value: '17', display: 'x' }] }],
  ]);

  it.each([
    [add('emails[type ne "work" and value eq "x"].value', 'x')],
    [add('emails[type co "x"].value', 'x')],
    [add('emails[not (type pr)].value', 'x')],
    [add('emails[type eq "a" and type eq "b"].value', 'x')],
    [add('emails[type eq "a" or type eq "b"].value', 'x')],
    [add('emails[type eq null].value', 'x')],
    [replace('emails[type eq "Weird"].value', 'x')],
    [replace('emails[type eq "other" and value eq "x"].display', 'x')],
    [replace('emails[value eq "x"].value', 'y')],
    [replace('roles[type eq "x"].value', 'y')],
    [replace('roles[primary eq false].value', 'y')],
    [replace('manager[value eq "8"].value', '9')],
    [add('manager[value eq "8"].value', '9')],
  ])('or else 400 noTarget: %j', (operation) => {
    expect(refusal(() => patched(ann, [operation]))).toMatchObject({ status: 400, scimType: 'noTarget' });
  });
  it('with createOnReplace off, any replace is 400 noTarget', () => {
    const operation = replace('emails[type eq "other"].value', 'x');
    expect(refusal(() => patched(ann, [operation], without('createOnReplace'))).scimType).toBe('noTarget');
  });
});

describe('one value at most is primary', () => {
  changes([
    [
      add('emails', [{ value: 'x', primary: true }]),
      { emails: [{ ...work, primary: false }, home, { value: 'x', primary: true }] },
    ],
    [
      replace('emails[type eq "home"].primary', true),
      {
        emails: [
          { ...work, primary: false },
          { ...home, primary: true },
        ],
      },
    ],
    [
      replace('emails[type eq "home"]', { primary: 'True' }),
      {
        emails: [
          { ...work, primary: false },
          { ...home, primary: true },
        ],
      },
    ],
    [
      add('emails', [{ ...home, primary: true }]),
      {
        emails: [
          { ...work, primary: false },
          { ...home, primary: true },
        ],
      },
    ],
    [replace('emails[type eq "work"].primary', false), { emails: [{ ...work, primary: false }, home] }],
    [replace('emails[primary eq true].value', 'x'), { emails: [{ ...work, value: 'x' }, home] }],
  ]);
  it('set twice in one request, the last one counts', () => {
    const set = ['home', 'work', 'home'].map((type) => replace(`emails[type eq "${type}"].primary`, true));
    expect(patched(ann, set)['emails']).toEqual([
      { ...work, primary: false },
      { ...home, primary: true },
    ]);
  });
  it('set on several at once it is 400 invalidValue', () => {
    const operation = replace('emails[value pr].primary', true);
    expect(refusal(() => patched(ann, [operation])).scimType).toBe('invalidValue');
  });
});

describe('what is there already changes nothing: the very same resource comes back', () => {
  it.each([
    [[add('emails', [home])]],
    [[add('emails', [{ value: 'ANN@HOME', type: 'Home' }])]],
    [[add('emails', [{ value: 'ann@work', type: 'work' }])]],
    [[replace('emails', emails)]],
    [[replace('title', 'Dr')]],
    [[replace('name', { givenName: 'Ann' })]],
    [[replace('emails[type eq "work"].value', 'ann@work')]],
    [[replace(`${badgeUrn}:issued`, '2026')]],
    [[replace(`${badgeUrn}:keys[value eq "K1"].value`, 'K1')]],
    [[remove('nickName')]],
    [[remove('emails[type eq "other"]')]],
    [[replace('title', 'x'), replace('title', 'Dr')]],
    [[replace('password', 'secret')]],
    [[{ op: 'replace', value: { id: 'other', unknown: 1 } }]],
    [[add('nickName', 'x'), remove('nickName')]],
  ])('%j', (operations) => {
    expect(patched(ann, operations)).toBe(ann);
  });
  it('but another case is a change', () => {
    expect(patched(ann, [replace('title', 'DR')])['title']).toBe('DR');
    expect(patched(ann, [replace('emails[type eq "work"].value', 'Ann@Work')])['emails']).toEqual([
      { ...work, value: 'Ann@Work' },
      home,
    ]);
  });
});

describe('what must not change is 400 mutability', () => {
  it.each([
    [remove('userName')],
    [replace('userName', null)],
    [{ op: 'replace', value: { userName: null } }],
    [remove(`${badgeUrn}:number`)],
    [remove(badgeUrn)],
    [replace(`${badgeUrn}:issued`, '2027')],
    [remove(`${badgeUrn}:issued`)],
    [replace(`${badgeUrn}:safe.room`, '6')],
    [replace(`${badgeUrn}:safe`, { room: '6' })],
    [remove(`${badgeUrn}:safe.room`)],
    [replace(`${badgeUrn}:keys[value eq "K1"].value`, 'K2')],
  ])('%j', (operation) => {
    expect(refusal(() => patched(ann, [operation]))).toMatchObject({ status: 400, scimType: 'mutability' });
  });
  it('what is set once may be set where it is not', () => {
    const after = patched({ userName: 'b' }, [add(`${badgeUrn}:issued`, '2027')]);
    expect(after).toEqual({ userName: 'b', [badgeUrn]: { issued: '2027' } });
  });
  it('an immutable sub-attribute goes and comes with its element', () => {
    const after = patched(ann, [
      remove(`${badgeUrn}:keys[value eq "K1"]`),
      add(`${badgeUrn}:keys`, [{ value: 'K2' }]),
    ]);
    expect(after[badgeUrn]).toEqual({ ...badge, keys: [{ value: 'K2' }] });
  });
});

it('operations build on one another, and when one fails nothing has happened', () => {
  const copy = JSON.stringify(ann);
  const fine = [replace('title', 'x'), remove('emails'), add('emails', [{ value: 'y' }])];
  expect(patched(ann, fine)).toMatchObject({ title: 'x', emails: [{ value: 'y' }] });
  expect(refusal(() => patched(ann, [...fine, remove('userName')])).scimType).toBe('mutability');
  expect(JSON.stringify(ann)).toBe(copy);
});

it('a list does not grow beyond the limit, and one that is over it may shrink', () => {
  const many = Array.from({ length: maxElements }, (_, index) => ({ value: `r${index}` }));
  const full = { userName: 'a', roles: many };
  expect(refusal(() => patched(full, [add('roles', ['x'])]))).toMatchObject({
    scimType: 'invalidValue',
    detail: expect.stringContaining(String(maxElements)),
  });
  const over = { userName: 'a', roles: [...many, { value: 'x' }, { value: 'y' }] };
  expect(patched(over, [remove('roles[value eq "x"]')])['roles']).toHaveLength(maxElements + 1);
});

it('a sub-attribute of a list without brackets is 400 noTarget when there are several values', () => {
  expect(refusal(() => patched(ann, [replace('emails.value', 'x')])).scimType).toBe('noTarget');
});

it('strictly, an empty string is a value', () => {
  expect(patched({ userName: 'a' }, [replace('title', '')], strict)).toEqual({ userName: 'a', title: '' });
});

it('many large additions are compared in one pass each', () => {
  const list = Array.from({ length: maxElements }, (_, index) => ({ value: `r${index}`, type: 'x' }));
  const operations = Array.from({ length: 100 }, () => add('roles', list));
  expect(patched({ userName: 'a' }, operations)['roles']).toHaveLength(maxElements);
});
