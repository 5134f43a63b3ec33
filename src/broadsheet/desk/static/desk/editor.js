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
