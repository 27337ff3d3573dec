/* A long list of choices is chosen from by typing: the name, a short name, initials of its pinyin,
   words that belong to it. The plain select stays what is sent, and all there is without a script. */
(() => {
  "use strict";

  // Shorter lists are seen at a glance; longer ones than MOST are narrowed by another letter.
  const FEW = 12;
  const MOST = 60;
  const offered = new WeakMap();
  let count = 0;

  const plain = (text) => text.normalize("NFKC").replace(/\s+/g, "").toLowerCase();

  /* Its characters in that order: 住建局 finds 住房和城乡建设局. */
  function holds(text, typed) {
    let from = 0;
    return [...typed].every((one) => {
      const found = text.indexOf(one, from);
      from = found + 1;
      return found >= 0;
    });
  }

  /* How well a choice fits what was typed: 0 best, -1 not at all. */
  function fit(name, words, typed) {
    if (!typed || name === typed || words.includes(typed)) return 0;
    if (name.startsWith(typed) || words.some((word) => word.startsWith(typed))) return 1;
    if (name.includes(typed) || words.some((word) => word.includes(typed))) return 2;
    // Letters in that order fit nearly everything; characters don't.
    return /[^\x00-\x7f]/.test(typed) && holds(name, typed) ? 3 : -1;
  }

  const wordsOf = (element) => (element.dataset.find || "").split(/[ 、,，;；]/).map(plain).filter(Boolean);
  const fits = (element, name, typed) => fit(plain(name), wordsOf(element), plain(typed));

  function make(tag, name, attributes) {
    const made = document.createElement(tag);
    made.className = name;
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  }

  class Picker {
    constructor(select) {
      this.select = select;
      this.at = -1;
      this.shown = [];
      const id = select.id || `pick${count += 1}`;
      const list = `${id}_list`;
      this.typed = make("input", "z-pick__typed", {
        type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", id,
        "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list,
        placeholder: "输入名称、简称或拼音首字母",
      });
      ["aria-describedby", "aria-invalid", "aria-label", "disabled"].forEach((name) => {
        if (select.hasAttribute(name)) this.typed.setAttribute(name, select.getAttribute(name));
      });
      this.list = make("ul", "z-pick__list", { role: "listbox", id: list, hidden: "" });
      this.list.setAttribute("aria-label", this.label);
      this.said = make("span", "z-hidden", { role: "status" });
      this.box = make("div", "z-pick", {});
      select.id = `${id}_plain`;
      select.tabIndex = -1;
      select.setAttribute("aria-hidden", "true");
      select.classList.add("z-hidden");
      select.before(this.box);
      this.box.append(this.typed, select, this.list, this.said);
      this.show();
      this.listen();
    }

    get label() {
      return (this.select.labels[0] || this.select).textContent.trim() || this.select.name;
    }

    get open() { return !this.list.hidden; }

    listen() {
      this.typed.addEventListener("input", (event) => {
        event.stopPropagation();
        if (!event.isComposing) this.narrow(this.typed.value);
      });
      this.typed.addEventListener("compositionend", () => this.narrow(this.typed.value));
      // It has no name; nobody else is to take its text for an answer.
      this.typed.addEventListener("change", (event) => event.stopPropagation());
      this.typed.addEventListener("focus", () => this.typed.select());
      this.typed.addEventListener("click", () => { if (!this.open) this.narrow(""); });
      this.typed.addEventListener("blur", () => this.leave());
      this.typed.addEventListener("keydown", (event) => this.key(event));
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const line = event.target.closest("[role=option]");
        if (line) this.choose(this.shown[Number(line.dataset.at)]);
      });
      this.select.addEventListener("change", () => this.show());
    }

    /* What is chosen, in the box. */
    show() {
      const chosen = this.select.selectedOptions[0];
      this.typed.value = chosen && chosen.value ? chosen.text : "";
      this.close();
    }

    narrow(typed) {
      const found = [...this.select.options].filter((one) => one.value && !one.disabled)
        .map((option) => ({ option, rank: fits(option, option.text, typed) }))
        .filter((one) => one.rank >= 0);
      // Of equal rank as the list has them: those that answer for the matter stand first.
      if (plain(typed)) found.sort((one, other) => one.rank - other.rank);
      this.shown = found.slice(0, MOST).map((one) => one.option);
      this.draw(found.length, typed);
      const chosen = this.shown.indexOf(this.select.selectedOptions[0]);
      this.mark(plain(typed) ? 0 : chosen);
    }

    draw(all, typed) {
      this.list.replaceChildren();
      let heading = "";
      this.shown.forEach((option, at) => {
        const group = option.parentElement.label || "";
        if (group && group !== heading && !plain(typed)) {
          const line = make("li", "z-pick__group", { role: "presentation" });
          line.textContent = group;
          this.list.append(line);
        }
        heading = group;
        const line = make("li", "z-pick__line", {
          role: "option", id: `${this.list.id}_${at}`, "data-at": at,
          "aria-selected": String(option.selected),
        });
        line.append(make("span", "z-pick__name", {}));
        line.firstChild.textContent = option.text;
        if (group && plain(typed)) {
          const beside = make("span", "z-pick__beside", {});
          beside.textContent = group;
          line.append(beside);
        }
        this.list.append(line);
      });
      const rest = all - this.shown.length;
      if (!all || rest) {
        const line = make("li", "z-pick__rest", { role: "presentation" });
        line.textContent = all ? `还有 ${rest} 个，再输一两个字` : `没有像“${typed.trim()}”的，可清空后从全部里选`;
        this.list.append(line);
      }
      this.said.textContent = all ? `${all} 个可选` : "没有匹配的";
      this.list.hidden = false;
      this.typed.setAttribute("aria-expanded", "true");
    }

    mark(at) {
      this.at = at >= 0 && at < this.shown.length ? at : -1;
      this.list.querySelectorAll("[role=option]").forEach((line, place) => {
        line.classList.toggle("z-pick__line--at", place === this.at);
        if (place !== this.at) return;
        this.typed.setAttribute("aria-activedescendant", line.id);
        line.scrollIntoView({ block: "nearest" });
      });
      if (this.at < 0) this.typed.removeAttribute("aria-activedescendant");
    }

    close() {
      this.list.hidden = true;
      this.at = -1;
      this.typed.setAttribute("aria-expanded", "false");
      this.typed.removeAttribute("aria-activedescendant");
      this.said.textContent = "";
    }

    choose(option) {
      if (!option) return;
      const other = this.select.value !== option.value;
      this.select.value = option.value;
      this.show();
      // Choosing the same again is a choice too: it is the person's now.
      this.select.dispatchEvent(new Event("input", { bubbles: true }));
      if (other) this.select.dispatchEvent(new Event("change", { bubbles: true }));
    }

    /* Emptied, it is emptied; a name typed in full, or the only one that fits, is taken. */
    leave() {
      const typed = this.typed.value;
      const chosen = this.select.selectedOptions[0];
      const none = [...this.select.options].find((one) => !one.value);
      if (!plain(typed)) {
        if (none && chosen !== none) this.choose(none);
        else this.show();
        return;
      }
      const same = this.shown.filter((one) => plain(one.text) === plain(typed));
      const only = same.length === 1 ? same[0] : this.shown.length === 1 ? this.shown[0] : null;
      if (this.open && only && only !== chosen) this.choose(only);
      else this.show();
    }

    key(event) {
      // These keys belong to whoever composes a word.
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const step = event.key === "ArrowDown" ? 1 : -1;
        if (!this.open) this.narrow("");
        else this.mark((this.at + step + this.shown.length) % Math.max(1, this.shown.length));
      } else if (event.key === "Enter") {
        // It would send the form.
        if (this.open) this.choose(this.shown[this.at]);
      } else if (event.key === "Escape" && this.open) {
        this.show();
        event.stopPropagation();
      } else {
        return;
      }
      event.preventDefault();
    }
  }

  function offer(select) {
    const many = [...select.options].filter((one) => one.value).length;
    if (many < FEW || offered.has(select)) return;
    offered.set(select, new Picker(select));
  }

  /* A name proposed beside a list, chosen by one press. */
  function propose(button) {
    const select = button.closest("form").elements[button.dataset.into];
    button.hidden = !select;
    button.addEventListener("click", () => {
      select.value = button.dataset.choose;
      select.dispatchEvent(new Event("input", { bubbles: true }));
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  function takeUp(root) {
    const within = (selector) => [
      ...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
    within("select[data-pick]").forEach(offer);
    within("button[data-choose]").forEach((button) => { if (button.hidden) propose(button); });
  }

  document.addEventListener("htmx:load", (event) => takeUp(event.detail.elt));
  window.addEventListener("pageshow", () => document.querySelectorAll("select[data-pick]").forEach(
    (select) => offered.get(select)?.show()));
  window.zhuqi = { ...window.zhuqi, fits };
  takeUp(document);
})();
