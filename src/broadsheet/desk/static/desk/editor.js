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

  const offer = (field) => {
    const chosen = field.value;
    const options = claims().map(({ id, text }) => new Option(text.slice(0, 80), id, false, id === chosen));
    field.replaceChildren(new Option("–", ""), ...options);
  };

  const offerAll = () => document.querySelectorAll("select[data-desk-chain]").forEach(offer);
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches?.("select[data-desk-chain]")) offer(target);
  });
  window.addEventListener("load", offerAll);
})();
