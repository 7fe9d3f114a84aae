// `/dashboard/new`: a new tenant, as a product or with the defaults.

import { type Context, Hono } from 'hono';
import { maxNameLength } from '../../administration/limits.ts';
import { makeTenant, newTenant } from '../../administration/tenants.ts';
import { type BlueprintName, blueprintNames } from '../../policy/blueprints.ts';
import { authorOf, type EnteredEnv, tenantPath } from '../context.ts';
import { show } from '../layout.tsx';
import { Field, PostForm, Select } from '../parts/form.tsx';
import type { DashboardPorts } from '../ports.ts';

type FieldName = 'name' | 'slug' | 'blueprint';

interface Draft {
  readonly values: Readonly<Record<FieldName, string>>;
  readonly errors: Readonly<Partial<Record<FieldName, string>>>;
}

const advice: Readonly<Record<FieldName, string>> = {
  name: `Enter a name of at most ${maxNameLength} characters.`,
  slug: 'Use 2 to 39 small letters, digits and hyphens; the first must not be a hyphen.',
  blueprint: 'Choose one of the products.',
};

const productNames: Readonly<Record<BlueprintName, string>> = {
  'object-storage': 'Object storage',
  'low-code': 'Low-code platform',
  'endpoint-backup': 'Endpoint backup',
  'file-sharing': 'File sharing',
  'cloud-backup': 'Cloud backup',
};

export function newTenantRoutes(ports: DashboardPorts): Hono<EnteredEnv> {
  const app = new Hono<EnteredEnv>();

  app.get('/new', (context) =>
    showForm(context, { values: { name: '', slug: '', blueprint: '' }, errors: {} }),
  );

  app.post('/new', async (context) => {
    const { form } = context.var;
    const values = {
      name: form.get('name') ?? '',
      slug: (form.get('slug') ?? '').trim(),
      blueprint: form.get('blueprint') ?? '',
    };
    const { blueprint, ...named } = values;
    const wish = newTenant.safeParse({ ...named, ...(blueprint && { blueprint }) });
    if (!wish.success) {
      const wrong = wish.error.issues.map(({ path: [name] }) => name as FieldName);
      const errors = Object.fromEntries(wrong.map((name) => [name, advice[name]]));
      return showForm(context, { values, errors });
    }
    if (!(await makeTenant(ports, wish.data, authorOf(context.var)))) {
      const slug = 'This slug is taken, or was taken by a tenant that was deleted in the last seven days.';
      return showForm(context, { values, errors: { slug } });
    }
    return context.redirect(`${tenantPath(wish.data)}?notice=created`, 303);
  });

  return app;
}

function showForm(context: Context<EnteredEnv>, { values, errors }: Draft) {
  const options = [
    { value: '', text: 'None: the defaults' },
    ...blueprintNames.map((name) => ({ value: name, text: productNames[name] })),
  ];
  return show(
    context,
    { title: 'New tenant', current: 'new', status: Object.keys(errors).length > 0 ? 422 : 200 },
    <PostForm action="/dashboard/new">
      <div class="narrow">
        <Field
          name="name"
          label="Name"
          value={values.name}
          error={errors.name}
          advice="As your customer is called, such as “Acme Corporation”."
          maxlength={maxNameLength}
          autocomplete="off"
          required
        />
        <Field
          name="slug"
          label="Slug"
          value={values.slug}
          error={errors.slug}
          advice="Stands in the tenant's URL and stays for ever, such as “acme”."
          maxlength={39}
          autocomplete="off"
          required
        />
        <Select
          name="blueprint"
          label="Begin with the settings of"
          value={values.blueprint}
          options={options}
          advice="A product's rules for names, profiles and leavers. All of them can be changed later."
        />
      </div>
      <button type="submit">Make tenant</button>
    </PostForm>,
  );
}
