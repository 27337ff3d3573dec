/* Words marked in the firm's text (data-source) go, by a press, to the end of a field. */
(() => {
  "use strict";

  let marked = "";
  const within = (range) => {
    const at = range.commonAncestorContainer;
    return (at.nodeType === Node.ELEMENT_NODE ? at : at.parentElement).closest("[data-source]");
  };

  document.querySelectorAll("[data-excerpt]").forEach((button) => {
    const field = document.getElementById(button.dataset.excerpt);
    if (!field) return;
    button.hidden = false;
    button.disabled = true;
    document.addEventListener("selectionchange", () => {
      const chosen = document.getSelection();
      if (!chosen.rangeCount || !within(chosen.getRangeAt(0))) return;
      marked = chosen.toString().trim();
      button.disabled = !marked;
    });
    button.addEventListener("click", () => {
      field.value = [field.value.trimEnd(), marked].filter(Boolean).join("\n");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
      button.disabled = true;
    });
  });
})();
