/**
 * Replaces a baked box by the fragment that holds what is newest.
 *
 *     <section class="latest" data-fragment="/fragments/latest.html">…</section>
 *
 * Shows as many stories as the box did, without the one that is being read. If the
 * fragment cannot be had, the box stays as it was baked.
 */

async function fragment(address: string): Promise<DocumentFragment | undefined> {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, credentials: "omit" });
    if (!answer.ok) return undefined;
    const template = document.createElement("template");
    template.innerHTML = await answer.text();
    return template.content;
  } catch {
    return undefined; // Offline, or the server is: what is baked in still holds.
  }
}

function trim(content: DocumentFragment, limit: number): void {
  for (const link of content.querySelectorAll<HTMLAnchorElement>("article a")) {
    if (link.pathname === location.pathname) link.closest("article")?.remove();
  }
  for (const surplus of [...content.querySelectorAll("article")].slice(limit)) surplus.remove();
}

async function freshen(box: HTMLElement): Promise<void> {
  const content = await fragment(box.dataset["fragment"] ?? "");
  if (!content) return;
  trim(content, box.querySelectorAll("article").length);
  if (!content.querySelector("article")) return;
  box.replaceChildren(content);
  document.dispatchEvent(new Event("broadsheet:added"));
}

for (const box of document.querySelectorAll<HTMLElement>("[data-fragment]")) void freshen(box);
