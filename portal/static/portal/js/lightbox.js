/** Pictures of a gallery, large and one after another.
 *
 * Without this script each picture is a link to its large version. With it the
 * link opens a native dialog: arrow keys, Home and End move, Escape closes, and
 * the focus comes back to the picture that was shown last.
 */
let dialog;
let links = [];
let at = 0;

function part(name, className, text = "") {
  const node = document.createElement(name);
  node.className = className;
  node.textContent = text;
  return node;
}

function button(label, className, action) {
  const node = part("button", `button button--quiet ${className}`, label);
  node.type = "button";
  node.addEventListener("click", action);
  return node;
}

function show(index) {
  at = (index + links.length) % links.length;
  const link = links[at];
  const thumb = link.querySelector("img");
  const picture = dialog.querySelector(".lightbox__picture");
  picture.alt = thumb ? thumb.alt : "";
  picture.src = link.href;
  const caption = link.dataset.caption || picture.alt;
  dialog.querySelector(".lightbox__caption").textContent = caption;
  dialog.querySelector(".lightbox__count").textContent = `第 ${at + 1} 张，共 ${links.length} 张`;
  for (const step of dialog.querySelectorAll(".lightbox__step")) step.hidden = links.length < 2;
}

function onKey(event) {
  const moves = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: links.length - 1 };
  if (!(event.key in moves)) return;
  event.preventDefault();
  show(moves[event.key]);
}

function build() {
  dialog = part("dialog", "lightbox");
  dialog.setAttribute("aria-label", "看大图");
  const picture = part("img", "lightbox__picture");
  const words = part("p", "lightbox__words");
  words.setAttribute("aria-live", "polite");
  words.append(part("span", "lightbox__caption"), part("span", "lightbox__count"));
  const tools = part("div", "lightbox__tools");
  tools.append(
    button("上一张", "lightbox__step", () => show(at - 1)),
    button("下一张", "lightbox__step", () => show(at + 1)),
    button("关闭", "lightbox__close", () => dialog.close()),
  );
  dialog.append(picture, words, tools);
  dialog.addEventListener("keydown", onKey);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => {
    picture.removeAttribute("src");
    links[at].focus();
  });
  document.body.append(dialog);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-lightbox] a.gallery__link");
  // A reader who asks for a new tab gets one.
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if (!("HTMLDialogElement" in window)) return;
  event.preventDefault();
  if (!dialog) build();
  links = [...link.closest("[data-lightbox]").querySelectorAll("a.gallery__link")];
  show(links.indexOf(link));
  dialog.showModal();
  dialog.querySelector(".lightbox__close").focus();
});
