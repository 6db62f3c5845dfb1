/** Copies an article with its looks; where the browser refuses, it is selected for Ctrl+C.
 *
 * Without a script the article opens in a window of its own, to be selected and copied there.
 */
const tools = document.querySelector("[data-article]");
const frame = document.querySelector("[data-article-frame]");
const markup = tools.querySelector("[data-article-source]").content.textContent;
const status = tools.querySelector("[data-article-status]");
const button = tools.querySelector("[data-article-copy]");

/** The words alone, from where they are shown: parsing the source here would break the policy. */
function plainText() {
  return frame.contentDocument.body.textContent;
}

async function copy() {
  const kinds = { "text/html": markup, "text/plain": plainText() };
  const blobs = Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })]);
  await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
}

/** Mark the article where it is shown; returns whether the browser copied it too. */
function select() {
  const shown = frame.contentDocument;
  frame.contentWindow.focus();
  frame.contentWindow.getSelection().selectAllChildren(shown.body);
  return shown.execCommand("copy");
}

button.hidden = false;
button.addEventListener("click", async () => {
  try {
    await copy();
    status.textContent = "正文已复制，请到公众号编辑器里粘贴";
  } catch {
    status.textContent = select() ? "正文已复制，请到公众号编辑器里粘贴" : "正文已选中，请按 Ctrl+C 复制";
  }
});
