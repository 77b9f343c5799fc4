/* Sends drafts, each once under its own number; a draft leaves the browser when the server has kept it, and not before. */
(function () {
  "use strict";

  async function fetched(url, asked) {
    const answer = await fetch(url, Object.assign({ credentials: "same-origin", redirect: "manual" }, asked));
    if (answer.type === "opaqueredirect") { throw new Error("signed out"); }
    return answer;
  }

  async function takeAlong(url) {
    const answer = await fetched(url);
    if (!answer.ok) { throw new Error("not found"); }
    const list = await answer.json();
    await GhKept.use(list.user);
    await GhKept.takeAlong(list);
    return list;
  }

  async function send(draft, url, token) {
    const body = new URLSearchParams(draft.fields);
    body.set("uid", draft.uid);
    body.set("kind", draft.item.kind);
    body.set("number", draft.item.number);
    body.set("seen", draft.item.version);
    const answer = await fetched(url, { method: "POST", body: body, headers: { "X-CSRFToken": token } });
    if (answer.ok) {
      await GhKept.remove(draft.uid);
      await catchUp(draft, (await answer.json()).version);
      return true;
    }
    if (answer.status !== 409 && answer.status !== 422) { throw new Error("not kept"); }
    draft.told = await answer.json();
    draft.state = answer.status === 409 ? "changed" : "wrong";
    await GhKept.put(draft);
    return false;
  }

  /* Her own visit is no news to her other drafts of the same household. */
  async function catchUp(sent, version) {
    const others = (await GhKept.drafts()).filter(function (other) {
      return other.item.kind === sent.item.kind && other.item.number === sent.item.number && other.item.version === sent.item.version;
    });
    for (const other of others) {
      other.item.version = version;
      await GhKept.put(other);
    }
  }

  async function all(url, token) {
    let sent = 0;
    const waiting = (await GhKept.drafts()).filter(function (draft) { return draft.state === "waiting"; });
    for (const each of waiting) {
      const draft = (await GhKept.drafts()).find(function (kept) { return kept.uid === each.uid; });
      if (draft && await send(draft, url, token)) { sent += 1; }
    }
    return sent;
  }

  window.GhSending = { takeAlong: takeAlong, all: all };
}());
