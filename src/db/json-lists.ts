// Rows that travel to D1 as JSON lists, one parameter each.

/** Characters of one parameter; D1 takes 2 MB, and a character may be three bytes. */
const maxParameterLength = 500_000;

/** JSON lists of the rows, in order, each short enough to be bound. A row that is longer than that has one of its own. */
export function listsOf(all: readonly unknown[]): readonly string[] {
  const lists: string[] = [];
  let rows: string[] = [];
  let length = 0;
  for (const each of all) {
    const row = JSON.stringify(each);
    if (length + row.length > maxParameterLength && rows.length > 0) {
      lists.push(`[${rows.join()}]`);
      [rows, length] = [[], 0];
    }
    rows.push(row);
    length += row.length + 1;
  }
  return rows.length > 0 ? [...lists, `[${rows.join()}]`] : lists;
}
