// How strings are prepared for comparison when an attribute is not case-exact (RFC 7644 §5, RFC 7643 §2.2;
// the preparation of RFC 7613): NFC, full and half width mapped to the ordinary signs, Unicode lower case.
// Look-up keys in the database are made by it, so a change of its results is a new version and a migration.

/** Raise with every change of what `fold` returns; stored keys made by another version are to be made anew. */
export const foldVersion = 1;

const ascii = /^[\u0000-\u007f]*$/;
const wideOrNarrow = /[\u3000\uff01-\uffee]/g;

/** The key by which two strings compare equal without regard to case. Idempotent. */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  const ordinary = text.replace(wideOrNarrow, (sign) => sign.normalize('NFKC'));
  // The final sigma is a sigma: lower-casing "ΟΔΟΣ" as a whole must equal lower-casing its parts.
  return ordinary.normalize('NFC').toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}
