// Parts of pages, anew from the server.

/** The element with this id on the page that answers; undefined where none does. */
export async function fetchPart(id, ...request) {
  try {
    const answer = await fetch(...request);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    return (answer.ok && page.getElementById(id)) || undefined;
  } catch {
    return undefined;
  }
}
