// Tells that the page was opened: which page, nothing else. Not after a reload or a step back, not
// while the page was only fetched ahead. No cookie, no storage.
const tag = document.querySelector("script[data-seen]");
const [entry] = performance.getEntriesByType("navigation");

const tell = () =>
  navigator.sendBeacon(tag.dataset.to, new URLSearchParams({ page: tag.dataset.seen }));

if (tag && navigator.sendBeacon && entry?.type === "navigate") {
  if (document.visibilityState === "visible" && !document.prerendering) tell();
  else {
    const once = () => {
      if (document.visibilityState !== "visible") return;
      document.removeEventListener("visibilitychange", once);
      tell();
    };
    document.addEventListener("visibilitychange", once);
  }
}
