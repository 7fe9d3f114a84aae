// The token inside an `Authorization` header, in each form that identity providers send it: Bearer, the bare
// token (Okta's HTTP Header mode), and HTTP Basic with the token as password.

/** Undefined when the header holds no token in any of these forms. */
export function tokenOf(authorization: string | null | undefined): string | undefined {
  const header = authorization?.trim();
  if (!header) return undefined;
  const [, scheme = '', value = ''] = /^(bearer|basic)\s+(.*)$/i.exec(header) ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return value.trim() || undefined;
    case 'basic':
      return basicPassword(value.trim());
    default:
      return header;
  }
}

function basicPassword(encoded: string): string | undefined {
  try {
    const pair = atob(encoded);
    const colon = pair.indexOf(':');
    return colon < 0 ? undefined : pair.slice(colon + 1) || undefined;
  } catch {
    return undefined;
  }
}
