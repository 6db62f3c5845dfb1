// A form marked data-once is sent once, however often its button is tapped.
const sent = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (sent.has(form)) event.preventDefault();
  sent.add(form);
});

// The browser's way back shows the page as it was left.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-once]")) sent.delete(form);
});
