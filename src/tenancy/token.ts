// A tenant's token: `rc_`, 256 random bits, and a checksum by which a mistyped or invented one is refused
// without asking anybody. Only its SHA-256 is ever stored. API keys are made the same way, with a prefix of their own.

const tokenPrefix = 'rc_';
const secret = /^[A-Za-z0-9_-]{49}$/;
const checksumLength = 6;

/** Makes a token of 32 random bytes. */
export const mintToken = (random: Uint8Array): string => mint(tokenPrefix, random);

/** False for everything that no Rollcall ever minted. */
export const isWellFormed = (token: string): boolean => isMinted(tokenPrefix, token);

/** Prefix, secret and checksum, which is over both. */
export function mint(prefix: string, random: Uint8Array): string {
  const body = prefix + base64url(random);
  return body + checksum(body);
}

export function isMinted(prefix: string, text: string): boolean {
  return (
    text.startsWith(prefix) &&
    secret.test(text.slice(prefix.length)) &&
    text.endsWith(checksum(text.slice(0, -checksumLength)))
  );
}

/** SHA-256 in hexadecimal: the key in KV and the look-up column in the database. */
export async function hashToken(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What administrators recognise a token by. */
export const lastFour = (token: string): string => token.slice(-4);

/** CRC-32 as six signs of base64url. */
function checksum(text: string): string {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index++) {
    crc ^= text.charCodeAt(index);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  const value = ~crc >>> 0;
  return base64url(Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255));
}

export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
