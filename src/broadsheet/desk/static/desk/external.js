// Asks what lies at the address of external content as soon as it is given, and fills what is still empty.

(() => {
  const { address, fetch: fetchWord, wait: waitWord, failed: failedWord } = document.currentScript.dataset;
  const FIELDS = ["title", "author", "text", "key", "size"];

  // The fields of one block share the beginning of their names: body-3-value-url, body-3-value-title.
  const sibling = (input, name) => document.getElementById(input.id.replace(/-url$/, `-${name}`));
  const isOurs = (input) =>
    input instanceof HTMLInputElement && input.id.endsWith("-url") && sibling(input, "key") && sibling(input, "size");

  const lineOf = (input) => {
    const known = document.getElementById(`${input.id}-said`);
    if (known) return known;
    const row = document.createElement("p");
    row.className = "desk-external";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.textContent = fetchWord;
    button.addEventListener("click", () => ask(input));
    const line = document.createElement("span");
    line.id = `${input.id}-said`;
    line.setAttribute("role", "status");
    row.append(button, line);
    input.insertAdjacentElement("afterend", row);
    return line;
  };

  // What an editor wrote stays; what came from here before gives way to what comes now.
  const fill = (input, value) => {
    if (!input || !value || (input.value && input.value !== input.dataset.deskFetched)) return;
    input.value = input.dataset.deskFetched = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const choose = (input, picture) => {
    const chooser = input && document.getElementById(`${input.id}-chooser`);
    if (!chooser || !picture || (input.value && input.value !== input.dataset.deskFetched)) return;
    input.value = input.dataset.deskFetched = String(picture.id);
    input.dispatchEvent(new Event("change", { bubbles: true }));
    chooser.classList.remove("blank");
    const title = chooser.querySelector("[data-chooser-title]");
    const image = chooser.querySelector("[data-chooser-image]");
    if (title) title.textContent = picture.title;
    if (image) Object.assign(image, { src: picture.preview, alt: picture.title });
    for (const link of chooser.querySelectorAll("[data-chooser-edit-link]")) {
      link.href = picture.edit_url;
      link.classList.remove("w-hidden");
    }
  };

  const ask = async (input) => {
    const line = lineOf(input);
    const url = input.value.trim();
    if (!url) return;
    line.textContent = waitWord;
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    try {
      const answer = await fetch(address, {
        method: "POST",
        headers: { "X-CSRFToken": token },
        body: new URLSearchParams({ url }),
      });
      const found = await answer.json();
      if (input.value.trim() !== url) return; // Another address was given meanwhile.
      // These two belong to the address, never to an editor.
      for (const name of ["key", "size"]) sibling(input, name).value = found[name] ?? "";
      for (const name of FIELDS) fill(sibling(input, name), found[name]);
      choose(sibling(input, "poster"), found.poster);
      line.textContent = found.said;
    } catch {
      line.textContent = failedWord;
    }
  };

  document.addEventListener("focusin", ({ target }) => isOurs(target) && lineOf(target));
  document.addEventListener("paste", ({ target }) => isOurs(target) && setTimeout(() => ask(target)));
  document.addEventListener("change", ({ target }) => isOurs(target) && document.activeElement !== target && ask(target));
})();
