/** Suggestions while somebody types into a search box.
 *
 * Enhances every form with `data-suggest`, the address that answers `?q=` with
 * JSON. The box becomes a combobox with a list below it (ARIA authoring
 * practices, "editable combobox with list autocomplete"): arrows move, Enter
 * opens, Escape closes, Tab leaves. Without this file the form just submits.
 */
const WAIT = 150; // ms after the last key
let count = 0;

function option(suggestion, id) {
  const item = document.createElement("li");
  item.id = id;
  item.className = "suggestions__item";
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.url = suggestion.url;
  const text = document.createElement("span");
  text.className = "suggestions__text";
  text.textContent = suggestion.text;
  item.append(text);
  if (suggestion.kind) {
    const kind = document.createElement("span");
    kind.className = "suggestions__kind";
    kind.textContent = suggestion.kind;
    item.append(kind);
  }
  return item;
}

function enhance(form) {
  const input = form.querySelector('input[name="q"]');
  const list = document.createElement("ul");
  const status = document.createElement("p");
  const name = `suggestions-${(count += 1)}`;
  let timer = 0;
  let pending = null;
  let active = -1;

  list.id = name;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "搜索建议");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  form.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("autocomplete", "off");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", name);

  const isOpen = () => !list.hidden;

  function activate(index) {
    active = index;
    [...list.children].forEach((item, position) => {
      item.setAttribute("aria-selected", String(position === index));
    });
    if (index < 0) {
      input.removeAttribute("aria-activedescendant");
    } else {
      input.setAttribute("aria-activedescendant", list.children[index].id);
      list.children[index].scrollIntoView({ block: "nearest" });
    }
  }

  function close() {
    clearTimeout(timer);
    pending?.abort();
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    status.textContent = "";
    activate(-1);
  }

  function show(suggestions) {
    if (!suggestions.length || document.activeElement !== input) {
      close();
      return;
    }
    list.replaceChildren(...suggestions.map((each, index) => option(each, `${name}-${index}`)));
    activate(-1);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    status.textContent = `有 ${suggestions.length} 条建议，按上下键选择。`;
  }

  async function ask() {
    const typed = input.value.trim();
    pending?.abort();
    if (!typed) {
      close();
      return;
    }
    pending = new AbortController();
    try {
      const address = `${form.dataset.suggest}?${new URLSearchParams({ q: typed })}`;
      const response = await fetch(address, { signal: pending.signal });
      if (response.ok) show((await response.json()).suggestions);
    } catch {
      // Typed on, offline, or an answer that is none: the box works without suggestions.
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  }

  function move(step) {
    // One place more than there are options: the text as typed.
    const places = list.children.length + 1;
    activate(((active + 1 + step + places) % places) - 1);
  }

  input.addEventListener("input", (event) => {
    // Pinyin letters on their way to characters are no words yet.
    if (!event.isComposing) later();
  });
  input.addEventListener("compositionend", later);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    // 229: Safari's Enter that takes the characters comes after its composition has ended.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen()) move(event.key === "ArrowDown" ? 1 : -1);
      else ask();
    } else if (event.key === "Enter" && isOpen() && active >= 0) {
      event.preventDefault();
      location.assign(list.children[active].dataset.url);
    } else if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      close();
    }
  });
  form.addEventListener("submit", close);
  // Before the box would lose the focus and the list its options.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[data-url]");
    if (item) location.assign(item.dataset.url);
  });
}

for (const form of document.querySelectorAll("form[data-suggest]")) enhance(form);
