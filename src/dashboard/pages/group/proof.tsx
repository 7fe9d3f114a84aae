// The membership proof, with the recipe by which anybody can make it himself.

import type { MembershipProof } from '../../../directory/browse.ts';
import { Copyable } from '../../parts/copyable.tsx';
import { counted } from '../../words.tsx';

export function Proof({ proof }: { readonly proof: MembershipProof }) {
  return (
    <section>
      <h2>Membership proof</h2>
      <p>{counted(proof.memberCount, 'member has', 'members have')} the hash</p>
      <Copyable id="members-hash" text={proof.membersHash} name="the hash" />
      <details>
        <summary>How to check it</summary>
        <p>
          An application that keeps a copy of the members compares the two instead of reading the list. Each
          member’s id is a UUID: 32 hexadecimal digits without the hyphens. Read them as four numbers of eight
          digits. Add up the first numbers of all members, then the second, the third and the fourth, each sum
          modulo 2³². Write the four sums as eight digits each, one after another. In a group without members
          all digits are 0.
        </p>
        <pre>
          <code>{recipe}</code>
        </pre>
      </details>
    </section>
  );
}

/** As in docs/decisions/016. */
const recipe = `const lanes = [0, 0, 0, 0];
for (const id of ids) {
  const digits = id.replaceAll('-', '');
  lanes.forEach((sum, at) => {
    lanes[at] = (sum + parseInt(digits.slice(8 * at, 8 * at + 8), 16)) >>> 0;
  });
}
const membersHash = lanes.map((sum) => sum.toString(16).padStart(8, '0')).join('');`;
