// The words by which people are looked for: what they are called, their status, their profile, a stored attribute.

import { settingsOf } from '../../../policy/settings.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { maxSearchLength } from '../../limits.ts';
import { titleOf } from '../../parts/foreign.tsx';
import { Field } from '../../parts/form.tsx';
import { FilterForm, Select } from '../../parts/list.tsx';
import type { Query } from '../../query.ts';
import { statusOptions } from '../../words.tsx';

interface Props {
  readonly action: string;
  readonly tenant: Tenant;
  readonly asked: Query;
}

export function PeopleFilterForm({ action, tenant, asked }: Props) {
  const { profiles, attributes } = settingsOf(tenant.settings);
  const stored = attributes.filter(({ store }) => store).map(({ name }) => name);
  return (
    <FilterForm action={action} isFiltered={Object.values(asked).some(Boolean)}>
      <Field
        name="search"
        label="Name or address"
        type="search"
        value={asked['search']}
        maxlength={maxSearchLength}
        placeholder="begins with …"
      />
      <Select name="status" label="Status" value={asked['status']} options={statusOptions} />
      {profiles.length > 0 && (
        <Select
          name="profile"
          label="Profile"
          value={asked['profile']}
          options={[['', 'All'], ...profiles.map(({ name }) => [name, titleOf(name)] as const)]}
        />
      )}
      {stored.length > 0 && (
        <>
          <Select
            name="attribute"
            label="Attribute"
            value={asked['attribute']}
            options={[['', 'Any'], ...stored.map((name) => [name, name] as const)]}
          />
          <Field name="value" label="… is" value={asked['value']} maxlength={500} />
        </>
      )}
      <Select name="order" label="Order" value={asked['order']} options={orders} />
    </FilterForm>
  );
}

export const orders = [
  ['', 'Name, A to Z'],
  ['name-descending', 'Name, Z to A'],
  ['changed', 'Last changed first'],
] as const;
