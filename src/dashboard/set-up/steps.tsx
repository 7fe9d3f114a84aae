// The steps of connecting an identity provider: which one it is, what to enter in it, what has come of it. The second
// step, the URL and the token, stays in sight for ever: it stands on the page itself.

import type { Checklist } from '../../activity/checklist.ts';
import type { Tenant } from '../../tenancy/tenant.ts';
import { tenantPath } from '../context.ts';
import { Guide, type Product, products } from './products.tsx';
import { Progress, type ProgressProps } from './progress.tsx';

interface StepsProps {
  readonly tenant: Tenant;
  readonly product: Product;
  readonly scimUrl: string;
  readonly emailAllowed: boolean;
}

export function ChooseProduct({ tenant, product }: StepsProps) {
  return (
    <section>
      <h2>1. Choose yours</h2>
      <nav aria-label="Identity providers" class="choice">
        <ul>
          {products.map(({ id, name, kind }) => (
            <li>
              <a
                href={`${tenantPath(tenant)}?with=${id}`}
                aria-current={id === product.id ? 'true' : undefined}
              >
                {name} <span>· {kind}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </section>
  );
}

export function EnterThem({ product, scimUrl, emailAllowed }: StepsProps) {
  return (
    <section>
      <h2>3. Enter them in {product.id === 'other' ? 'your identity provider' : product.name}</h2>
      <Guide product={product} scimUrl={scimUrl} emailAllowed={emailAllowed} />
    </section>
  );
}

export function SeeItArrive({ tenant, ...progress }: ProgressProps & { readonly tenant: Tenant }) {
  return (
    <section id="progress">
      <h2>4. See it arrive</h2>
      <div id="seen" data-refresh={isWhole(progress.checklist) ? undefined : ''} aria-live="polite">
        <Progress {...progress} />
      </div>
      <p>
        <a href={`${tenantPath(tenant)}?with=${progress.product.id}#progress`}>Look again</a>
      </p>
    </section>
  );
}

const isWhole = ({ steps }: Checklist) => steps.every(({ doneAt }) => doneAt);
