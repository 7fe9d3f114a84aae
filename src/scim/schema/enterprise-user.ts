// The enterprise extension of User (RFC 7643 §4.3), one record.

import { attribute, type Schema } from './attribute.ts';

export const enterpriseUserSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  name: 'EnterpriseUser',
  description: "A person's place in an organization.",
  attributes: [
    attribute('employeeNumber', 'The identifier that the organization gave the person.'),
    attribute('costCenter', 'The cost center.'),
    attribute('organization', 'The organization.'),
    attribute('division', 'The division.'),
    attribute('department', 'The department.'),
    attribute('manager', "The person's manager.", {
      subAttributes: [
        attribute('value', 'The id of the manager; need not be known here.', { caseExact: true }),
        attribute('$ref', 'The URI of the manager.', { type: 'reference', referenceTypes: ['User'] }),
        attribute('displayName', "The manager's name.", { mutability: 'readOnly' }),
      ],
    }),
  ],
};
