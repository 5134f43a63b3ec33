// Says under a text field how many characters it has, and when they are more than fit.

(() => {
  const show = (field) => {
    const limit = Number(field.dataset.deskCount);
    let line = document.getElementById(`${field.id}-count`);
    if (!line) {
      line = document.createElement("p");
      line.id = `${field.id}-count`;
      line.className = "desk-count";
      field.insertAdjacentElement("afterend", line);
    }
    const length = [...field.value].length;
    line.textContent = `${length} / ${limit}`;
    line.classList.toggle("desk-count--over", length > limit);
  };

  document.querySelectorAll("[data-desk-count]").forEach(show);
  document.addEventListener("input", ({ target }) => {
    if (target.matches?.("[data-desk-count]")) show(target);
  });
})();

// Offers a quotation the claims that stand under "Sources" in the same form, by the ids of their blocks.
// The field itself is a line of text, so that it keeps whatever the form was filled with.

(() => {
  const claims = () =>
    [...document.querySelectorAll('[name^="sources-"][name$="-id"]')]
      .map((id) => {
        const place = id.name.replace(/-id$/, "");
        const field = document.getElementsByName(`${place}-value-claim`)[0];
        const gone = document.getElementsByName(`${place}-deleted`)[0];
        return { id: id.value, text: field?.value.trim(), gone: gone?.value === "1" };
      })
      .filter(({ id, text, gone }) => id && text && !gone);

  const offer = (choice, chosen) => {
    const options = claims().map(({ id, text }) => new Option(text.slice(0, 80), id, false, id === chosen));
    choice.replaceChildren(new Option("–", ""), ...options);
  };

  const stand = (field) => {
    const choice = document.createElement("select");
    const label = document.querySelector(`label[for="${field.id}"]`);
    choice.setAttribute("aria-label", label?.textContent.trim() ?? "");
    field.hidden = true;
    field.after(choice);
    offer(choice, field.value);
    choice.addEventListener("focus", () => offer(choice, field.value));
    choice.addEventListener("change", () => {
      field.value = choice.value;
      for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    });
  };

  // A form is filled from above, and the claims stand at its end; blocks may be added later.
  const standAll = () => document.querySelectorAll("input[data-desk-chain]:not([hidden])").forEach(stand);
  window.addEventListener("load", () => {
    standAll();
    new MutationObserver(standAll).observe(document.body, { childList: true, subtree: true });
  });
})();
