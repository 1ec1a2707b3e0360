// Passkeys: the browser's ceremony behind three kinds of forms (sign-in, confirm, add).
// "confirm" signs in, or signs a paper: what is agreed to stands in the options on the page.
// The forms are hidden or useless without this module; every page offers another way beside them.

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const withBytes = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

function toAsk(options) {
  const { publicKey } = options;
  return {
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      allowCredentials: withBytes(publicKey.allowCredentials),
    },
  };
}

function toMake(options) {
  const { publicKey } = options;
  return {
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
    },
  };
}

function answerOf(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const texts = parts.filter((part) => response[part]).map((part) => [part, toText(response[part])]);
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(texts),
  };
}

const written = (id = "passkey-options") => JSON.parse(document.getElementById(id).textContent);

async function asked(form) {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).request_options;
}

const ceremonies = {
  "sign-in": async (form) => navigator.credentials.get(toAsk(await asked(form))),
  confirm: async () => navigator.credentials.get(toAsk(written())),
  add: async (form) => {
    await proven(form);
    return navigator.credentials.create(toMake(written()));
  },
};

// Who has a passkey already proves the next one with it. A browser that wants one press for each is pressed twice.
async function proven(form) {
  const proof = form.querySelector('[name="assertion"]');
  if (!document.getElementById("passkey-proof-options") || proof.value || form.querySelector('[name="pin"]').value) return;
  proof.value = JSON.stringify(answerOf(await navigator.credentials.get(toAsk(written("passkey-proof-options")))));
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  const answer = form.querySelector('[name$="credential"]');
  // A hidden form could not be led to by the address alone.
  if (form.id && location.hash === `#${form.id}`) form.querySelector("button").focus();
  for (const part of form.querySelectorAll("[data-passkey-button]")) part.hidden = false;
  const isConfirm = form.dataset.passkey === "confirm";
  form.addEventListener("submit", async (event) => {
    // Who has typed a PIN instead is not asked for the passkey.
    const typed = isConfirm && form.querySelector('[name$="pin"]')?.value;
    // What is missing is said by the page that comes back, before a passkey is asked.
    if (answer.value || typed || !form.checkValidity()) return;
    event.preventDefault();
    const trouble = form.querySelector("[data-passkey-trouble]");
    trouble.hidden = true;
    try {
      const credential = await ceremonies[form.dataset.passkey](form);
      answer.value = JSON.stringify(answerOf(credential));
      form.submit();
    } catch {
      trouble.hidden = false;
    }
  });
}

// What leads to a ceremony on the next page is offered only where there can be one.
for (const form of document.querySelectorAll("form[data-passkey-offer]")) {
  form.hidden = !window.PublicKeyCredential;
}
