// The document of the whole API. Routes are registered without asking anybody, so that no port is needed.

import { createApi } from '../../../src/api/app.ts';
import { documentOf } from '../../../src/api/openapi/document.ts';
import type { ApiPorts } from '../../../src/api/ports.ts';
import type { ApiDocument } from '../../support/api-document.ts';

export const { routes } = createApi({} as ApiPorts);

export const document = documentOf(routes) as unknown as ApiDocument;
