// The test pool wraps one more proxy around a Durable Object's class each time that an object of it starts, so that
// after some hundred starts each call takes longer than all the rest. Once imported, this keeps the first proxy.

import { DurableObject } from 'cloudflare:workers';

interface Class {
  prototype: object;
}

const prototypes = new Map<Class, object>();

Reflect.construct = new Proxy(Reflect.construct, {
  apply(construct, self, given: unknown[]) {
    const [target, , started] = given as [target: Class, values: unknown, newTarget?: Class];
    if (target === DurableObject && started) {
      const first = prototypes.get(started);
      if (first) started.prototype = first;
      else prototypes.set(started, started.prototype);
    }
    return Reflect.apply(construct, self, given);
  },
});
