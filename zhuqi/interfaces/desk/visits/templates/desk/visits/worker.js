{% load static %}/* Keeps one page for when there is no signal: that of visits, which holds nobody's name and no row. */
"use strict";

const KEPT = "visits";
const PAGE = "{% url "desk:visits_pocket" %}";
const FILES = [
  "{% static "shell/zhuqi.css" %}", "{% static "shell/favicon.svg" %}", "{% static "desk/visits.css" %}",
  "{% static "desk/pocket.js" %}", "{% static "desk/pocket_page.js" %}",
];
/* A weak signal that answers nothing is none. */
const PATIENCE = 5000;

async function keep(path, answer) {
  if (answer.ok && !answer.redirected) await (await caches.open(KEPT)).put(path, answer.clone());
  return answer;
}

const late = () => new Promise((_, fail) => { setTimeout(() => fail(new Error("late")), PATIENCE); });

async function fresh(request, path) {
  try {
    return await keep(path, await Promise.race([fetch(request), late()]));
  } catch {
    return (await caches.match(path)) || Response.error();
  }
}

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([PAGE, ...FILES].map(async (path) => keep(path, await fetch(path))))
    .then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  const ours = origin === location.origin && [PAGE, ...FILES].includes(pathname);
  if (event.request.method === "GET" && ours) event.respondWith(fresh(event.request, pathname));
});
