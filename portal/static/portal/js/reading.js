/** Reading tools: text size, print and copy link.
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

async function copyLink(tools) {
  try {
    await navigator.clipboard.writeText(tools.dataset.url || location.href);
    say(tools, "链接已复制");
  } catch {
    say(tools, "没能复制，请从地址栏复制");
  }
}

function start(tools) {
  const works = {
    size: true,
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
    }
  });
}

for (const tools of document.querySelectorAll("[data-reading-tools]")) start(tools);
applySize(recall());
