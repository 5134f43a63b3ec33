/**
 * Replaces a baked box by the fragment that holds what is newest, or what is read most.
 *
 *     <section class="latest" data-fragment="/fragments/latest.html" data-shown="6">…</section>
 *
 * Leaves out the story that is being read and what is more than shown. If the fragment cannot be had, the box stays as
 * it was baked: `hidden`, where there was nothing to bake into it.
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

function isRead(story: Element): boolean {
  return [...story.querySelectorAll("a")].some((link) => link.getAttribute("href") === location.pathname);
}

function trim(content: DocumentFragment, shown: number): void {
  const stories = [...content.querySelectorAll("article")];
  const others = stories.filter((story) => !isRead(story)).slice(0, shown);
  for (const story of stories) if (!others.includes(story)) (story.closest("li") ?? story).remove();
}

async function freshen(box: HTMLElement): Promise<void> {
  const content = await fragment(box.dataset["fragment"] ?? "");
  if (!content) return;
  trim(content, Number(box.dataset["shown"]));
  if (!content.querySelector("article")) return;
  const heading = content.querySelector("h2[id]");
  if (heading) box.setAttribute("aria-labelledby", heading.id);
  box.replaceChildren(content);
  box.hidden = false;
  document.dispatchEvent(new Event("broadsheet:added"));
}

for (const box of document.querySelectorAll<HTMLElement>("[data-fragment]")) void freshen(box);
