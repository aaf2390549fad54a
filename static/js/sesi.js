// The session: warns before it ends, signs in again in place, then repeats what could not be sent.
// Others say "siapp:berakhir" when they met the end, and repeat themselves at "siapp:masuk-lagi".
const $ = (pilih, akar = document) => akar.querySelector(pilih);
const kotak = $("#sesi");
const dialog = $("#masuk-lagi");
const { siapa, tanya, masuk, keluar } = kotak.dataset;
const WASPADA = 120_000;
const SEGAR = 60_000;
const umumkan = (detail) => dispatchEvent(new CustomEvent("siapp:umumkan", { detail }));
let batas, kontak, saat;
let tunda = [];

function catat({ menganggur, terlama }) {
  kontak = Date.now();
  batas = { menganggur: kontak + menganggur * 1000, terlama: kontak + terlama * 1000 };
}
catat(kotak.dataset);

function tampilkan(kini) {
  if (kini !== saat) {
    kotak.hidden = !kini;
    for (const satu of kotak.querySelectorAll("[data-saat]")) satu.hidden = satu.dataset.saat !== kini;
    const jam = new Date(batas[kini]).toLocaleTimeString("id-ID", { timeStyle: "short" });
    for (const satu of kotak.querySelectorAll("[data-jam]")) satu.textContent = jam;
    if (kini) umumkan($(`[data-saat="${kini}"] p`, kotak).textContent.replace(/\s+/g, " "));
  }
  saat = kini;
}

// True: still the person of this page, whose tokens are fresh now. False: nobody, or somebody else. Throws offline.
async function periksa(method = "GET") {
  const jawab = await fetch(tanya, { method, headers: { "X-CSRFToken": token() } });
  if (!jawab.ok) return tampilkan("berakhir"), false;
  return terima(await jawab.json());
}
const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
function terima(data) {
  if (data.siapa !== siapa) {
    $("[data-orang]", kotak).textContent = data.nama;
    kotak.dataset.csrf = data.csrf;
    return tampilkan("lain"), false;
  }
  catat(data);
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": data.csrf }));
  for (const satu of document.querySelectorAll("[name=csrfmiddlewaretoken]")) satu.value = data.csrf;
  const dekat = Object.keys(batas).sort((a, b) => batas[a] - batas[b])[0];
  tampilkan(batas[dekat] - Date.now() < WASPADA ? dekat : undefined);
  return true;
}

// Other tabs keep the session alive too: the server is asked before anything is said.
const lihat = () => {
  if (saat !== "lain" && saat !== "berakhir" && Math.min(...Object.values(batas)) - Date.now() < WASPADA) periksa().catch(() => {});
};
setInterval(lihat, 15_000);
addEventListener("visibilitychange", lihat);
addEventListener("pageshow", lihat);
addEventListener("siapp:berakhir", () => periksa().then((ya) => ya && lanjutkan()).catch(() => {}));

// The sign-in's own pages, one after the other, in the dialog: password, then code.
async function langkah(alamat, pilihan) {
  const jawab = await fetch(alamat, pilihan);
  if (jawab.headers.get("Content-Type").includes("json")) return selesai(jawab.ok && (await jawab.json()));
  const utama = $("main", new DOMParser().parseFromString(await jawab.text(), "text/html"));
  const form = $("form", utama);
  const isi = $("[data-isi]", dialog);
  form?.querySelectorAll("a").forEach((a) => a.remove());
  isi.replaceChildren(form ?? utama);
  if (!form) return;
  form.dataset.tanpaTitip = "";
  form.onsubmit = (e) => {
    e.preventDefault();
    langkah(form.getAttribute("action"), { method: "POST", body: new URLSearchParams(new FormData(form, e.submitter)) }).catch(putus);
  };
  $("h2", dialog).textContent = $("h1", utama)?.textContent ?? "Masuk lagi";
  $("input:not([type=hidden])", form)?.focus();
}
const putus = () => ($("[data-isi]", dialog).append("Sambungan terputus. Periksa jaringan, lalu coba lagi."));
function buka() {
  $("[data-isi]", dialog).textContent = "";
  if (!dialog.open) dialog.showModal();
  langkah(masuk).catch(putus);
}
function selesai(data) {
  dialog.close();
  if (data && terima(data)) lanjutkan();
}
function lanjutkan() {
  umumkan("Anda sudah masuk lagi.");
  dispatchEvent(new Event("siapp:masuk-lagi"));
  for (const ulang of tunda.splice(0)) ulang();
}

addEventListener("click", async ({ target }) => {
  if (target.closest("[data-tetap]")) periksa("POST").catch(() => {});
  if (target.closest("[data-masuk-lagi]")) buka();
  if (target.closest("[data-tutup]")) dialog.close();
  if (target.closest("[data-ganti]")) {
    await fetch(keluar, { method: "POST", headers: { "X-CSRFToken": kotak.dataset.csrf } });
    buka();
  }
});

// htmx met the end: what a person pressed opens the dialog, what came by itself says so only.
addEventListener("htmx:responseError", async ({ detail: { xhr, requestConfig } }) => {
  if (xhr.status !== 401) return;
  const { elt, triggeringEvent: e } = requestConfig;
  const ditekan = ["submit", "click"].includes(e?.type);
  if (e?.type === "submit") tunda.push(() => elt.requestSubmit(e.submitter));
  else if (e?.type === "click") tunda.push(() => elt.click());
  else tunda.push(() => segarkan(elt));
  if (await periksa()) lanjutkan();
  else if (ditekan && saat === "berakhir") buka();
});
function segarkan(elt) {
  const baru = elt.cloneNode(true);
  elt.replaceWith(baru);
  window.htmx.process(baru);
}

// A form that leaves the page: look first, when the last word from the server is old.
const diketik = new WeakSet();
let lolos;
addEventListener("input", ({ target }) => target.form && diketik.add(target.form));
addEventListener("submit", async (e) => {
  const { target: form, submitter } = e;
  const segar = Date.now() - kontak < SEGAR && !["berakhir", "lain"].includes(saat);
  if (segar || form === lolos || !diketik.has(form) || form.closest("dialog") || form.hasAttribute("hx-post")) return;
  e.preventDefault();
  e.stopImmediatePropagation();
  const kirim = () => {
    lolos = form;
    form.requestSubmit(submitter);
    lolos = null;
  };
  try {
    if (await periksa()) return kirim();
    tunda = [kirim];
    if (saat === "berakhir") buka();
  } catch {
    dispatchEvent(new Event("htmx:sendError"));
  }
}, true);
