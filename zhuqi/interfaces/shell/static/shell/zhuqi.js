/* What pages do beyond plain HTML. Every page works without it. No inline code, no styles set. */
(() => {
  "use strict";

  const each = (selector, root, act) => root.querySelectorAll(selector).forEach(act);
  const typing = (target) =>
    target.closest("input, textarea, select, [contenteditable=true], dialog[open]") !== null;

  /* ----- a form is sent once ----- */
  function sendOnce(event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.dataset.resubmit !== undefined) return;
    if (form.dataset.sent !== undefined) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "";
    const button = event.submitter || form.querySelector("button");
    if (!button) return;
    button.dataset.was = button.textContent;
    button.setAttribute("aria-disabled", "true");
    // After the browser has taken the form's values, so that the pressed button's own is sent too.
    setTimeout(() => { button.textContent = "正在提交…"; }, 0);
    setTimeout(() => release(form), 20000);
  }

  function release(form) {
    delete form.dataset.sent;
    each("button[data-was]", document, (button) => {
      if (button.form !== form) return;
      button.textContent = button.dataset.was;
      button.removeAttribute("aria-disabled");
      delete button.dataset.was;
    });
  }

  /* ----- chosen files, listed with size and what is wrong with them ----- */
  function sizeOf(bytes) {
    if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
    return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  }

  function fileTrouble(file, box, place) {
    const most = Number(box.dataset.maxBytes);
    const many = Number(box.dataset.maxFiles);
    if (file.size === 0) return "这个文件是空的，请重新选择。";
    if (most && file.size > most) return `超过 ${sizeOf(most)}，请压缩或分开后再传。`;
    if (many && place >= many) return `最多传 ${many} 个文件，请去掉多余的。`;
    return "";
  }

  function element(tag, name, text) {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text;
    return made;
  }

  function listFiles(box) {
    const input = box.querySelector("input[type=file]");
    const list = box.querySelector(".z-files__list");
    list.replaceChildren();
    let trouble = false;
    [...input.files].forEach((file, place) => {
      const row = element("li", "z-files__item", "");
      row.append(element("span", "z-files__name", file.name), element("span", "z-quiet", sizeOf(file.size)));
      const remove = element("button", "z-btn z-btn--quiet", "移除");
      remove.type = "button";
      remove.setAttribute("aria-label", `移除 ${file.name}`);
      remove.addEventListener("click", () => {
        const rest = new DataTransfer();
        [...input.files].forEach((one, n) => { if (n !== place) rest.items.add(one); });
        input.files = rest.files;
        box.chosen = rest;
        listFiles(box);
        input.focus();
      });
      row.append(remove);
      const wrong = fileTrouble(file, box, place);
      if (wrong) {
        trouble = true;
        row.append(element("span", "z-files__error", wrong));
      }
      list.append(row);
    });
    input.setCustomValidity(trouble ? "有文件不能上传，请看下面的说明。" : "");
  }

  function addFiles(box) {
    const input = box.querySelector("input[type=file]");
    // Choosing again adds to what was chosen; the browser alone would replace it.
    if (input.multiple && box.chosen) {
      const all = new DataTransfer();
      [...box.chosen.files, ...input.files].forEach((file) => all.items.add(file));
      input.files = all.files;
    }
    const now = new DataTransfer();
    [...input.files].forEach((file) => now.items.add(file));
    box.chosen = now;
    listFiles(box);
  }

  /* ----- rows: keyboard, selection ----- */
  const rows = () => [...document.querySelectorAll("[data-rows] tbody tr, [data-rows] > li")]
    .filter((row) => row.querySelector("a[href]"));

  function goRow(step) {
    const all = rows();
    if (!all.length) return;
    const here = all.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
    const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
    next.tabIndex = -1;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  function countSelection(box) {
    const ticks = [...box.querySelectorAll("tbody input[type=checkbox][name]")];
    const chosen = ticks.filter((tick) => tick.checked);
    ticks.forEach((tick) => tick.closest("tr").setAttribute("aria-selected", String(tick.checked)));
    each("[data-bulk]", box, (bar) => {
      bar.hidden = chosen.length === 0;
      // All that the filter finds are as many as the pages below say, once that is counted.
      const counted = document.querySelector("[data-total]")?.dataset.total || "";
      const whole = bar.querySelector("[data-bulk-whole]")?.checked;
      each("[data-bulk-total]", bar, (mark) => { mark.textContent = counted; });
      each("[data-bulk-count]", bar, (mark) => {
        mark.textContent = whole ? counted || "全部" : `${chosen.length} ${bar.dataset.bulk}`;
      });
      // A row says in data-can which verbs fit it; a button in data-verb which one it does.
      each("[data-verb]", bar, (button) => {
        const refused = chosen.filter((tick) =>
          !(tick.dataset.can || "").split(" ").includes(button.dataset.verb)).length;
        const note = button.parentElement.querySelector(`[data-refused="${button.dataset.verb}"]`);
        button.parentElement.toggleAttribute("data-none", refused === chosen.length && !whole);
        if (note) note.textContent = refused && !whole ? `${refused} ${bar.dataset.bulk}不能` : "";
      });
    });
    const all = box.querySelector("[data-tick-all]");
    if (all) {
      all.checked = chosen.length > 0 && chosen.length === ticks.length;
      all.indeterminate = chosen.length > 0 && chosen.length < ticks.length;
    }
  }

  /* A key held down sends one form, not those of the pages that follow. */
  function onHeldKey(event) {
    if (event.repeat && event.key === "Enter" && event.target.closest("form[method=post] button")) {
      event.preventDefault();
    }
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!document.body.classList.contains("z-desk") || typing(event.target)) return;
    const row = document.activeElement.closest?.("[data-rows] tbody tr, [data-rows] > li");
    const way = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not([hidden])`);
    if (way) {
      way.click();
    } else if (event.key === "j" || event.key === "k") {
      goRow(event.key === "j" ? 1 : -1);
    } else if (event.key === "Enter" && row && row === document.activeElement) {
      row.querySelector("a[href]").click();
    } else if (event.key === "x" && row) {
      row.querySelector("input[type=checkbox]")?.click();
    } else if (event.key === "/" || event.key === "f") {
      const first = (event.key === "/" && document.getElementById("find")) || document.querySelector(
        "[data-filter] input:not([type=hidden]), .z-filter input:not([type=hidden]), .z-filter select");
      if (!first) return;
      first.focus();
      first.select?.();
    } else if (event.key === "?") {
      document.getElementById("keys")?.showModal();
    } else {
      return;
    }
    event.preventDefault();
  }

  /* ----- a long list of ticks, narrowed by what is typed above it ----- */
  const LONG = 12;
  const sifted = new WeakSet();

  function sift(list, lines, typed, said) {
    let left = 0;
    lines.forEach((line) => {
      const tick = line.querySelector("input");
      const fits = !typed || window.zhuqi.fits(tick, line.textContent, typed) >= 0;
      if (fits) left += 1;
      // What is ticked stays in sight, whatever is typed.
      line.hidden = !fits && !tick.checked;
    });
    each("[role=group]", list, (group) => {
      group.hidden = lines.every((line) => line.hidden || !group.contains(line));
    });
    const noun = list.dataset.sift;
    said.textContent = !typed ? "" : left ? `${left} 个${noun}` : `没有名称像“${typed}”的${noun}`;
  }

  function offerSifting(list) {
    const lines = [...list.querySelectorAll(".z-ticks__line")];
    if (lines.length < LONG || sifted.has(list)) return;
    sifted.add(list);
    const box = element("div", "z-sift", "");
    const typed = element("input", "", "");
    typed.type = "search";
    typed.autocomplete = "off";
    typed.placeholder = typed.ariaLabel = `筛选${list.dataset.sift}`;
    if (list.id) typed.setAttribute("aria-controls", list.id);
    const said = element("span", "z-sift__said", "");
    said.setAttribute("role", "status");
    const narrow = () => sift(list, lines, typed.value.replace(/\s/g, "").toLowerCase(), said);
    // Half a word of pinyin finds nothing: it is looked for when it is written.
    typed.addEventListener("input", (event) => { if (!event.isComposing) narrow(); });
    typed.addEventListener("compositionend", narrow);
    typed.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      // Enter would send the form; it goes to the first that is left instead.
      event.preventDefault();
      lines.find((line) => !line.hidden)?.querySelector("input").focus();
    });
    box.append(typed, said);
    list.before(box);
  }

  /* ----- taking up a page or a part swapped in ----- */
  function takeUp(root) {
    each("[data-sift]", root, offerSifting);
    each("[data-select]", root, countSelection);
    if (root.closest?.(".z-pager")) each("[data-select]", document, countSelection);
    const first = root.querySelector("[data-focus]:not(.z-guide__item *)");
    if (first) first.focus();
  }

  document.addEventListener("submit", sendOnce);
  document.addEventListener("keydown", onHeldKey);
  document.addEventListener("keydown", onKey);
  document.addEventListener("change", (event) => {
    const target = event.target;
    const files = target.closest("[data-files]");
    if (files && target.type === "file") addFiles(files);
    const box = target.closest("[data-select]");
    if (box && target.matches("[data-tick-all]")) {
      each("tbody input[type=checkbox][name]", box, (tick) => { tick.checked = target.checked; });
    }
    if (box) countSelection(box);
    if (target.matches("[data-send]")) target.form.requestSubmit();
  });
  document.addEventListener("click", (event) => {
    const target = event.target;
    each("details[data-menu][open]", document, (menu) => {
      if (!menu.contains(target)) menu.open = false;
    });
    if (target.closest("[data-print]")) window.print();
    const fill = target.closest("[data-fill]");
    if (fill) {
      const form = document.querySelector("form.z-signin__form");
      form.elements.login.value = fill.dataset.login;
      form.elements.password.value = fill.dataset.password;
      form.querySelector("button").focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    each("details[data-menu][open]", document, (menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  window.addEventListener("pageshow", (event) => {
    // Back from the next page: the form may be sent again.
    if (event.persisted) each("form[data-sent]", document, release);
  });
  window.addEventListener("beforeprint", () => {
    each("details.z-explain:not([open])", document, (one) => {
      one.dataset.closed = "";
      one.open = true;
    });
  });
  window.addEventListener("afterprint", () => {
    each("details[data-closed]", document, (one) => {
      one.open = false;
      delete one.dataset.closed;
    });
  });
  document.addEventListener("htmx:load", (event) => takeUp(event.detail.elt));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-sent]");
    if (form) release(form);
  });
  takeUp(document);
})();
