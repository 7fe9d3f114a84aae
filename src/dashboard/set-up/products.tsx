// The identity providers that the set-up page explains: what to enter on which of their screens.

import type { Child } from 'hono/jsx';

export const products = [
  { id: 'okta', name: 'Okta', kind: 'custom app' },
  { id: 'okta-catalog', name: 'Okta', kind: 'catalog app' },
  { id: 'entra', name: 'Entra ID', kind: 'enterprise app' },
  { id: 'other', name: 'Other', kind: 'SCIM 2.0' },
] as const;

export type Product = (typeof products)[number];

/** Okta's custom app when nothing, or nothing known, was chosen. */
export function productOf(id: string | undefined): Product {
  return products.find((product) => product.id === id) ?? products[0];
}

/** What the product calls the button that tries the connection. */
export const testButton: Readonly<Record<Product['id'], string>> = {
  okta: 'Test Connector Configuration',
  'okta-catalog': 'Test API Credentials',
  entra: 'Test Connection',
  other: 'Test connection',
};

interface GuideProps {
  readonly product: Product;
  readonly scimUrl: string;
  /** False: user names that are e-mail addresses are refused. */
  readonly emailAllowed: boolean;
}

/** The steps in the identity provider, as list items. */
export function Guide({ product, scimUrl, emailAllowed }: GuideProps) {
  const url = <code>{scimUrl}</code>;
  switch (product.id) {
    case 'okta':
      return (
        <ol>
          <li>
            In the Okta Admin Console open <Path>Applications → Applications → Create App Integration</Path>,
            choose how your people sign in (SAML 2.0 or SWA), and finish the wizard.
          </li>
          <li>
            In the app open <Path>General → App Settings → Edit</Path>, choose <b>SCIM</b> as provisioning,
            and save.
          </li>
          <li>
            Open <Path>Provisioning → Integration → Edit</Path> and enter:
            <dl>
              <Value name="SCIM connector base URL">{url}</Value>
              <Value name="Unique identifier field for users">
                <code>userName</code>
              </Value>
              <Value name="Supported provisioning actions">
                Import New Users and Profile Updates, Push New Users, Push Profile Updates, Push Groups
              </Value>
              <Value name="Authentication Mode">HTTP Header</Value>
              <Value name="Authorization">the token from step 2</Value>
            </dl>
          </li>
          {!emailAllowed && <Prefix />}
          <li>
            Press <b>{testButton.okta}</b>, then <b>Save</b>.
          </li>
          <OktaSwitches />
        </ol>
      );
    case 'okta-catalog':
      return (
        <ol>
          <li>
            In the Okta Admin Console open <Path>Applications → Browse App Catalog</Path> and add the app of
            your software vendor. Where there is none, add <b>SCIM 2.0 Test App (OAuth Bearer Token)</b>.
          </li>
          <li>
            Open <Path>Provisioning → Configure API Integration</Path>, tick <b>Enable API integration</b>,
            and enter:
            <dl>
              <Value name="Base URL">{url}</Value>
              <Value name="API Token">the token from step 2</Value>
            </dl>
          </li>
          {!emailAllowed && <Prefix />}
          <li>
            Press <b>{testButton['okta-catalog']}</b>, then <b>Save</b>.
          </li>
          <OktaSwitches />
        </ol>
      );
    case 'entra':
      return (
        <ol>
          <li>
            In the Microsoft Entra admin center open{' '}
            <Path>Enterprise apps → New application → Create your own application</Path> and choose{' '}
            <b>Non-gallery</b>.
          </li>
          <li>
            In the app open <Path>Provisioning → New configuration</Path> and enter:
            <dl>
              <Value name="Tenant URL">{url}</Value>
              <Value name="Secret token">the token from step 2</Value>
            </dl>
          </li>
          <li>
            Press <b>{testButton.entra}</b>, then <b>Create</b>.
          </li>
          {!emailAllowed && (
            <li>
              Open <Path>Attribute mapping → Provision Microsoft Entra ID Users</Path> and map{' '}
              <code>userName</code> to <code>mailNickname</code>: user names that are e-mail addresses are
              refused here.
            </li>
          )}
          <li>
            Open <Path>Users and groups</Path> and add who is to come in; then{' '}
            <Path>Overview → Start provisioning</Path>. Entra sends changes about every 40 minutes;{' '}
            <b>Provision on demand</b> sends one person at once.
          </li>
        </ol>
      );
    case 'other':
      return (
        <ol>
          <li>
            Where your identity provider asks for a SCIM 2.0 connection, enter:
            <dl>
              <Value name="Base URL, or tenant URL">{url}</Value>
              <Value name="Authentication">
                Bearer token, or an HTTP header <code>Authorization: Bearer …</code>, with the token from step
                2
              </Value>
              <Value name="Unique identifier of people">
                <code>userName</code>
                {!emailAllowed && ', which must not be an e-mail address'}
              </Value>
            </dl>
          </li>
          <li>Try the connection, then assign people and groups.</li>
        </ol>
      );
    default:
      return product satisfies never;
  }
}

function OktaSwitches() {
  return (
    <>
      <li>
        Open <Path>Provisioning → To App → Edit</Path>, tick <b>Create Users</b>,{' '}
        <b>Update User Attributes</b> and <b>Deactivate Users</b>, and save.
      </li>
      <li>
        Open <Path>Assignments → Assign</Path> and choose people; open <Path>Push Groups</Path> and choose the
        groups that are to come along.
      </li>
    </>
  );
}

function Prefix() {
  return (
    <li>
      Open <Path>Sign On → Settings → Edit</Path> and choose <b>Email prefix</b> as{' '}
      <b>Application username format</b>: user names that are e-mail addresses are refused here.
    </li>
  );
}

const Path = ({ children }: { readonly children?: Child }) => <span class="path">{children}</span>;

function Value({ name, children }: { readonly name: string; readonly children?: Child }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
