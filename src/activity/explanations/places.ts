// Where in Okta and in Entra something is changed, for the tables of explanations.

export const oktaMappings = 'Directory, Profile Editor, the application, Mappings';
export const entraMappings = 'Provisioning, Mappings';
export const oktaToken =
  'Enter the token anew under Provisioning, Integration, and press "Test API Credentials".';
export const entraToken =
  'Enter it as "Secret Token" under Provisioning, Admin Credentials, and press "Test Connection".';
/** Where the identity provider mends it by itself. */
export const repeats = {
  okta: 'Nothing to do: Okta repeats the request by itself. If a task failed for good, retry it on the dashboard under Tasks.',
  entra: 'Nothing to do: Entra repeats the request in its next cycle.',
};
