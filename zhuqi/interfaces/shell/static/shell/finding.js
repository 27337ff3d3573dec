/* The list under the search box: shown while it has something, walked with the arrows. What is in it
   comes from the server (hx-get, fetched.js); without a script the box still sends its form. */
(() => {
  "use strict";

  const box = document.getElementById("find");
  const list = document.getElementById("find-list");
  if (!box || !list) return;
  const links = () => [...list.querySelectorAll("a[href]")];

  function show(shown) {
    list.hidden = !shown || !list.childElementCount;
    box.setAttribute("aria-expanded", String(!list.hidden));
  }

  function go(step) {
    const all = links();
    const here = all.indexOf(document.activeElement);
    if (here + step < 0) box.focus();
    else all[Math.min(here + step, all.length - 1)]?.focus();
  }

  function onKey(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape" && !list.hidden) {
      box.focus();
      show(false);
    } else if (event.key === "ArrowDown" && links().length) {
      show(true);
      go(1);
    } else if (event.key === "ArrowUp" && document.activeElement !== box) {
      go(-1);
    } else {
      return;
    }
    event.preventDefault();
  }

  const form = box.form;
  form.addEventListener("keydown", onKey);
  list.addEventListener("htmx:afterSwap", () => show(form.contains(document.activeElement)));
  box.addEventListener("input", () => { if (!box.value.trim()) show(false); });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) show(false);
  });
  box.addEventListener("focus", () => { if (box.value.trim()) show(true); });
})();
