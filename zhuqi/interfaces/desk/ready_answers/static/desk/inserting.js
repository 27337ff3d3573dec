/* A text kept ready goes, by one press, behind what is already in a field: nothing is overwritten. */
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    const field = button && document.getElementById(button.dataset.into);
    if (!field) return;
    const { text } = document.getElementById(button.dataset.insert).dataset;
    const before = field.value.trimEnd();
    field.value = before ? `${before}\n${text}` : text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    field.scrollTop = field.scrollHeight;
  });
})();
