/* What a visitor keeps in this browser: drafts and the list she took along, each sealed with AES-GCM by a key that the
   browser gives to no script. One key a person; what another person of the same device wrote stays closed to this one. */
(function () {
  "use strict";

  const NAME = "gh-kept"; // signing out removes the database of this name
  const STORES = { keys: "user", drafts: "uid", lists: "user", now: "id" };
  let opened = null;

  function promised(request) {
    return new Promise(function (resolve, reject) {
      request.onsuccess = function () { resolve(request.result); };
      request.onerror = function () { reject(request.error); };
    });
  }

  function database() {
    if (!opened) {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = function () {
        Object.entries(STORES).forEach(function (each) {
          request.result.createObjectStore(each[0], { keyPath: each[1] });
        });
      };
      opened = promised(request).then(function (found) {
        found.onversionchange = function () { found.close(); opened = null; }; // another tab signs out
        return found;
      });
    }
    return opened;
  }

  async function ask(store, mode, question) {
    const transaction = (await database()).transaction(store, mode);
    const done = new Promise(function (resolve, reject) {
      transaction.oncomplete = resolve;
      transaction.onabort = function () { reject(transaction.error); };
    });
    const answer = await promised(question(transaction.objectStore(store)));
    await done;
    return answer;
  }

  function read(store, key) { return ask(store, "readonly", function (rows) { return rows.get(key); }); }
  function all(store) { return ask(store, "readonly", function (rows) { return rows.getAll(); }); }
  function write(store, row) { return ask(store, "readwrite", function (rows) { return rows.put(row); }); }
  function drop(store, key) { return ask(store, "readwrite", function (rows) { return rows.delete(key); }); }

  async function user() {
    const row = await read("now", "user");
    return row ? row.user : null;
  }

  async function use(who) {
    await write("now", { id: "user", user: who });
    return key(who);
  }

  async function key(who) {
    const row = await read("keys", who);
    if (row) { return row.key; }
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    await write("keys", { user: who, key: made });
    return made;
  }

  async function seal(who, name, value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const way = { name: "AES-GCM", iv: iv, additionalData: new TextEncoder().encode(who + ":" + name) };
    const sealed = await crypto.subtle.encrypt(way, await key(who), new TextEncoder().encode(JSON.stringify(value)));
    return { iv: iv, sealed: sealed };
  }

  async function unseal(who, name, row) {
    const way = { name: "AES-GCM", iv: row.iv, additionalData: new TextEncoder().encode(who + ":" + name) };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(way, await key(who), row.sealed)));
  }

  async function count() {
    const who = await user();
    const rows = await all("drafts");
    const mine = rows.filter(function (row) { return row.user === who; });
    try {
      if (rows.length) { localStorage.setItem("gh_unsent", rows.length); } else { localStorage.removeItem("gh_unsent"); }
    } catch (fault) { /* without it one signs out unasked; the drafts themselves lie elsewhere */ }
    return { mine: mine.length, others: rows.length - mine.length };
  }

  window.GhKept = {
    isPossible: function () { return Boolean(window.isSecureContext && window.indexedDB && window.crypto.subtle); },
    user: user,
    use: use,
    count: count,

    put: async function (draft) {
      const who = await user();
      await write("drafts", Object.assign({ uid: draft.uid, user: who }, await seal(who, draft.uid, draft)));
      await count();
    },

    drafts: async function () {
      const who = await user();
      const rows = (await all("drafts")).filter(function (row) { return row.user === who; });
      const found = await Promise.all(rows.map(function (row) { return unseal(who, row.uid, row); }));
      return found.sort(function (one, other) { return one.begun < other.begun ? -1 : 1; });
    },

    remove: async function (uid) {
      await drop("drafts", uid);
      await count();
    },

    takeAlong: async function (list) {
      const who = await user();
      await write("lists", Object.assign({ user: who }, await seal(who, "list", list)));
    },

    taken: async function () {
      const who = await user();
      const row = who && await read("lists", who);
      return row ? unseal(who, "list", row) : null;
    },

    /* After all was sent nothing is left that the old key could open. */
    forgetKey: async function () {
      const who = await user();
      if (who && (await count()).mine === 0) {
        await drop("lists", who);
        await drop("keys", who);
      }
    }
  };
}());
