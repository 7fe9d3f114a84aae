// The switch of a tenant's SCIM surface. Turning it off says first what that means.

import { type Entry, tenantPath } from '../context.ts';
import { PostForm } from '../parts/form.tsx';
import { ComeInAgain } from '../parts/recent.tsx';

interface SwitchProps {
  readonly slug: string;
  readonly isOn: boolean;
  readonly entry: Entry;
}

export function Switch({ slug, isOn, entry }: SwitchProps) {
  const isViewer = entry.session.role === 'viewer';
  const action = tenantPath({ slug }, 'switch');
  if (!isOn) {
    return (
      <>
        <p>
          Provisioning is <b>off</b>: your identity provider's requests are refused, and everything stays as
          it is.
        </p>
        {!isViewer && (
          <PostForm action={action}>
            <input type="hidden" name="enabled" value="true" />
            <button type="submit">Turn provisioning on</button>
          </PostForm>
        )}
      </>
    );
  }
  return (
    <>
      <p>
        Provisioning is <b>on</b>.
      </p>
      {!isViewer && (
        <details>
          <summary>Turn provisioning off …</summary>
          <p>
            Your identity provider's requests are refused from then on, and it shows errors. Nobody loses
            access, and nothing is deleted. What changes there meanwhile does not arrive here.
          </p>
          {entry.isRecent ? (
            <PostForm action={action}>
              <input type="hidden" name="enabled" value="false" />
              <button type="submit" class="danger">
                Turn provisioning off
              </button>
            </PostForm>
          ) : (
            <ComeInAgain entry={entry} to="turn provisioning off" path={tenantPath({ slug })} />
          )}
        </details>
      )}
    </>
  );
}
