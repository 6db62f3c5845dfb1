// Turns the textareas for running text into an editor. Without this file, or where the browser is
// too old for it, the textarea takes plain text, which the server makes into paragraphs.

const form = document.querySelector("[data-desk-form]");
const boxes = document.querySelectorAll("[data-editor-box]");
const MARKS = { bold: "toggleBold", italic: "toggleItalic" };
const NODES = {
  heading: ["toggleHeading", { level: 3 }],
  blockquote: ["toggleBlockquote"],
  bulletList: ["toggleBulletList"],
  orderedList: ["toggleOrderedList"],
};

if (form && boxes.length) {
  const kit = await import(new URL(form.dataset.editor, document.baseURI));
  for (const box of boxes) mount(box, kit);
}

function mount(box, kit) {
  const textarea = box.querySelector("textarea");
  const format = box.querySelector(`[name="${textarea.name}_format"]`);
  const markup = box.dataset.markup;
  if (!markup && textarea.value.trim()) return; // too much for an editor: it stays plain text
  const place = document.createElement("div");
  const label = form.querySelector(`label[for="${textarea.id}"]`);
  const editor = new kit.Editor({
    element: place,
    injectCSS: false,
    content: markup,
    extensions: [
      kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, kit.History,
      kit.Heading.configure({ levels: [3] }),
      kit.Bold, kit.Italic, kit.Blockquote, kit.BulletList, kit.OrderedList, kit.ListItem,
      kit.Link.configure({ openOnClick: false, enableTarget: false, autolink: false }),
    ],
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label ? label.firstChild.textContent.trim() : "正文",
        lang: "zh-Hans",
      },
      transformPastedHTML: plainer,
      handlePaste: (view, event) => {
        if (holdsPictures(event.clipboardData)) {
          say("粘贴内容里的图片没有带进来，请在“图片”一栏里添加。");
        }
        return false;
      },
    },
    onUpdate() {
      textarea.value = editor.isEmpty ? "" : editor.getHTML();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  textarea.after(place);
  // The summary of mistakes and the label lead to what can be seen.
  const id = textarea.id;
  textarea.removeAttribute("id");
  editor.view.dom.id = id;
  textarea.hidden = true;
  textarea.value = markup;
  format.value = "html";
  label?.addEventListener("click", () => editor.commands.focus());
  toolbar(box.querySelector("[role=toolbar]"), editor);
  textarea.dispatchEvent(new CustomEvent("desk:ready", { bubbles: true }));
}

function toolbar(bar, editor) {
  bar.hidden = false;
  const buttons = [...bar.querySelectorAll("[data-command]")];
  const refresh = () => {
    for (const button of buttons) {
      const name = button.dataset.command;
      if (name === "undo" || name === "redo") button.disabled = !editor.can()[name]();
      else {
        const on = editor.isActive(name);
        button.classList.toggle("active", on);
        button.setAttribute("aria-pressed", String(on));
      }
    }
  };
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-command]");
    if (button) run(editor, button.dataset.command);
  });
  editor.on("transaction", refresh);
  refresh();
}

function run(editor, name) {
  const chain = editor.chain().focus();
  if (name === "link") askForLink(editor);
  else if (name in MARKS) chain[MARKS[name]]().run();
  else if (name in NODES) chain[NODES[name][0]](...NODES[name].slice(1)).run();
  else chain[name]().run();
}

function askForLink(editor) {
  const dialog = document.querySelector("[data-link-dialog]");
  const input = dialog.querySelector("input");
  input.value = editor.getAttributes("link").href || "";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "set") return editor.commands.focus();
    let href = input.value.trim();
    if (href && !/^(https?:|mailto:|\/)/i.test(href)) href = `https://${href}`;
    const chain = editor.chain().focus().extendMarkRange("link");
    if (!href) chain.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive("link")) {
      chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
    } else chain.setLink({ href }).run();
  }, { once: true });
  dialog.returnValue = "";
  dialog.showModal();
}

// Word and WeChat: headings of all levels are one kind here; their wrappers and styles say nothing.
function plainer(html) {
  return html
    .replace(/<(\/?)h[12456]\b[^>]*>/gi, "<$1h3>")
    .replace(/<\/?o:p\b[^>]*>/gi, "")
    .replace(/\sstyle=("[^"]*"|'[^']*')/gi, "");
}

function holdsPictures(clipboard) {
  if (!clipboard) return false;
  const files = [...clipboard.files].some((file) => file.type.startsWith("image/"));
  return files || /<img\b/i.test(clipboard.getData("text/html"));
}

function say(text) {
  form.dispatchEvent(new CustomEvent("desk:say", { detail: text }));
}
