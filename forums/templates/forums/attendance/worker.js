{% load static %}// Keeps one page on the phone, for when a code is scanned where there is no network.
const KEPT = "{{ kept|escapejs }}";
const SCANS = "{{ scans|escapejs }}";
const FILES = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const STORE = "checkin-" + FILES.join("|").length + "-" + FILES.at(-1);

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(STORE).then((store) => store.addAll([KEPT, ...FILES])).then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith("checkin-") && name !== STORE)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && pathname.startsWith(SCANS)) {
    event.respondWith(fetch(event.request).catch(() => caches.match(KEPT)));
  } else if (FILES.some((file) => new URL(file, self.location).pathname === pathname)) {
    event.respondWith(fetch(event.request).catch(() => caches.match(event.request)));
  }
});
