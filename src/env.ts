// The Worker's bindings: what `wrangler types` reads from wrangler.toml, and what comes as secrets and variables.

export interface Env extends Cloudflare.Env {
  /** The vendor's key to the management API. Unset or empty: the API answers nobody. */
  readonly ADMIN_KEY?: string;
  /** The origin in absolute URLs, without trailing slash; the request's own when unset. */
  readonly PUBLIC_ORIGIN?: string;
  /** Both together let operators in by Cloudflare Access: the team's domain, and the application's audience tag. */
  readonly CF_ACCESS_TEAM_DOMAIN?: string;
  readonly CF_ACCESS_AUD?: string;
}
