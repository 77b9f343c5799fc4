/* Answers for the offline visit page when there is no network: the page as it was last seen, and what it is drawn with. */
"use strict";

const CACHE = "gh-visits-{{ edition }}";
const PAGE = "{{ page|escapejs }}";
const KEPT = {{ kept|safe }};

async function keepPage(answer) {
  if (answer.ok && !answer.redirected && answer.type === "basic") {
    const copy = answer.clone();
    await (await caches.open(CACHE)).put(PAGE, copy);
  }
  return answer;
}

async function install() {
  await (await caches.open(CACHE)).addAll(KEPT);
  await keepPage(await fetch(PAGE, { credentials: "same-origin" }));
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter(function (name) {
    return name.startsWith("gh-visits-") && name !== CACHE;
  }).map(function (name) { return caches.delete(name); }));
  await self.clients.claim();
}

async function page(request) {
  try {
    return await keepPage(await fetch(request));
  } catch (fault) {
    return (await caches.match(PAGE)) || Response.error();
  }
}

async function part(request) {
  return (await caches.match(request)) || fetch(request);
}

self.addEventListener("install", function (event) { event.waitUntil(install()); });
self.addEventListener("activate", function (event) { event.waitUntil(activate()); });
self.addEventListener("fetch", function (event) {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) { return; }
  if (event.request.mode === "navigate" && url.pathname === PAGE) {
    event.respondWith(page(event.request));
  } else if (KEPT.includes(url.pathname)) {
    event.respondWith(part(event.request));
  }
});
