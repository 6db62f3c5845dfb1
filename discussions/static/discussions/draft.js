// Keeps what is typed on the server, and quotes the words that are selected. Without it there is
// a button for drafts, and a quotation begins with the whole text.

const PAUSE = 2500; // ms after the last key

const form = document.querySelector("[data-draft]");
if (form) keepTyping(form);
document.addEventListener("click", quoteSelected);

function keepTyping(form) {
  const status = form.querySelector("[data-status]");
  let timer = 0;
  let sent = false;

  async function keep() {
    if (sent) return;
    const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
      const data = await answer.json().catch(() => ({}));
      if (sent) return;
      status.textContent = answer.ok ? `草稿已保存 ${data.saved}` : data.message || "草稿没有保存";
    } catch {
      status.textContent = "未联网，草稿没有保存";
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    if (sent) return event.preventDefault(); // a double click
    sent = true;
    clearTimeout(timer);
  });
  addEventListener("pageshow", () => { sent = false; });
}

// The words that are selected within a contribution go along with the link to its quotation.
function quoteSelected(event) {
  const link = event.target.closest?.("[data-quote]");
  const selection = getSelection();
  if (!link || !selection || selection.isCollapsed) return;
  const text = link.closest(".post")?.querySelector("[data-post-text]");
  if (!text?.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
  const address = new URL(link.href);
  address.searchParams.set("words", selection.toString().trim().slice(0, 500));
  link.href = address.href;
}
