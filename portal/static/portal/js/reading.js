/** Reading tools: text size, and the panel that passes a page on.
 *
 * Each button is `hidden` in the HTML and shown only where it works, so a
 * reader without JavaScript meets no dead control. The chosen text size is
 * kept in this browser only.
 */
const KEY = "portal.text";
const root = document.documentElement;

function store(value) {
  try {
    if (value) localStorage.setItem(KEY, value);
    else localStorage.removeItem(KEY);
  } catch {
    // Private windows may refuse storage; the size then lasts for this page.
  }
}

function recall() {
  try {
    return localStorage.getItem(KEY) || "";
  } catch {
    return "";
  }
}

function applySize(value) {
  if (value) root.dataset.text = value;
  else delete root.dataset.text;
  for (const button of document.querySelectorAll("[data-text-size]")) {
    button.setAttribute("aria-pressed", String(button.dataset.textSize === value));
  }
}

function say(tools, text) {
  const status = tools.querySelector("[data-share-status]");
  if (status) status.textContent = text;
}

function addressOf(tools) {
  return tools.dataset.url || location.href;
}

async function copyLink(tools) {
  try {
    await navigator.clipboard.writeText(addressOf(tools));
    say(tools, "链接已复制");
  } catch {
    say(tools, "没能复制，请从地址栏复制");
  }
}

async function send(tools) {
  try {
    await navigator.share({ title: tools.dataset.title || document.title, url: addressOf(tools) });
  } catch (error) {
    if (error.name !== "AbortError") say(tools, "没能打开分享，请复制链接");
  }
}

/** Let the panel close as a reader expects: by Escape, or by a press elsewhere. */
function closeable(panel) {
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open) return;
    panel.open = false;
    panel.querySelector("summary").focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!panel.contains(event.target)) panel.open = false;
  });
}

function start(tools) {
  const works = {
    size: true,
    send: typeof navigator.share === "function",
    print: typeof window.print === "function" && !/MicroMessenger/i.test(navigator.userAgent),
    copy: Boolean(navigator.clipboard),
  };
  for (const control of tools.querySelectorAll("[data-needs]")) {
    control.hidden = !works[control.dataset.needs];
  }
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("textSize" in button.dataset) {
      applySize(button.dataset.textSize);
      store(button.dataset.textSize);
    } else if (button.dataset.action === "print") {
      window.print();
    } else if (button.dataset.action === "copy") {
      copyLink(tools);
    } else if (button.dataset.action === "send") {
      send(tools);
    }
  });
  for (const panel of tools.querySelectorAll("details")) closeable(panel);
}

for (const tools of document.querySelectorAll("[data-reading-tools]")) start(tools);
applySize(recall());
