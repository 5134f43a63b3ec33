/**
 * Replaces a baked box by the fragment that holds what is newest.
 *
 *     <section class="latest" data-fragment="/fragments/latest.html">…</section>
 *
 * Leaves out the story that is being read. If the fragment cannot be had, the box stays as
 * it was baked: `hidden`, where there was nothing to bake into it.
 */

const SHOWN = 6;

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

function trim(content: DocumentFragment): void {
  for (const link of content.querySelectorAll<HTMLAnchorElement>("article a")) {
    if (link.getAttribute("href") === location.pathname) link.closest("article")?.remove();
  }
  for (const surplus of [...content.querySelectorAll("article")].slice(SHOWN)) surplus.remove();
}

async function freshen(box: HTMLElement): Promise<void> {
  const content = await fragment(box.dataset["fragment"] ?? "");
  if (!content) return;
  trim(content);
  if (!content.querySelector("article")) return;
  box.replaceChildren(content);
  box.hidden = false;
  document.dispatchEvent(new Event("broadsheet:added"));
}

for (const box of document.querySelectorAll<HTMLElement>("[data-fragment]")) void freshen(box);
