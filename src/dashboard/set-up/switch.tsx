// Whether a tenant's identity provider is let in, and turning it on. Turning it off is a page of its own, which says
// first what that means (`pages/switch-off`).

import type { FreezeProgress } from '../../tenancy/freeze.ts';
import { type Entry, tenantPath } from '../context.ts';
import { PostForm } from '../parts/form.tsx';

interface SwitchProps {
  readonly slug: string;
  readonly isOn: boolean;
  readonly freeze: FreezeProgress | undefined;
  readonly entry: Entry;
}

export function Switch({ slug, isOn, freeze, entry }: SwitchProps) {
  if (isOn) {
    return (
      <p>
        Provisioning is <b>on</b>. <a href={tenantPath({ slug }, 'switch-off')}>Switch off …</a>
      </p>
    );
  }
  return (
    <>
      <p>
        Provisioning is <b>off</b>: your identity provider's requests are refused, and everything stays as it
        is.{' '}
        {freeze?.direction === 'freeze' && (
          <>
            All accounts are <a href={tenantPath({ slug }, 'switch-off')}>frozen</a>; with provisioning turned
            on they are given back.
          </>
        )}
      </p>
      {entry.session.role === 'administrator' && (
        <PostForm action={tenantPath({ slug }, 'switch-on')}>
          <button type="submit">Turn provisioning on</button>
        </PostForm>
      )}
    </>
  );
}
