/** The picture card: show another design or size at once, without loading the page again.
 *
 * Without this script the form's button does the same.
 */

const form = document.querySelector("[data-card-choice]");

if (form) {
  const preview = document.querySelector("[data-card-preview]");
  const download = form.querySelector("[data-card-download]");
  form.querySelector("[data-card-show]").hidden = true;

  form.addEventListener("change", () => {
    const ratio = form.querySelector("[name=ratio]:checked");
    const name = `${form.elements.card.value}-${ratio.value}`;
    preview.width = ratio.dataset.width;
    preview.height = ratio.dataset.height;
    preview.src = `${form.dataset.folder}${name}.webp`;
    download.href = `${form.dataset.folder}${name}.png`;
  });
}
