// The button that begins a trial, and what it does, in words.

import { tenantPath } from '../context.ts';
import { PostForm } from '../parts/form.tsx';
import type { Product } from '../set-up/products.tsx';
import { calledIn } from './run.ts';

interface Props {
  readonly product: Product;
  readonly slug: string;
}

/** For the set-up page. */
export function OfferTrial(props: Props) {
  return (
    <section id="try">
      <h2>Test it from here</h2>
      <p>
        See what would come of it: this plays what {calledIn(props.product)} would send, in a throw-away copy
        of this directory's settings. Nothing of yours is touched.
      </p>
      <TestNow {...props} />
    </section>
  );
}

export function TestNow({ product, slug, isAgain = false }: Props & { readonly isAgain?: boolean }) {
  return (
    <PostForm action={tenantPath({ slug }, 'try')}>
      <input type="hidden" name="with" value={product.id} />
      <button type="submit" class="quiet">
        {isAgain ? 'Test it again' : 'Test it now'}
      </button>
    </PostForm>
  );
}
