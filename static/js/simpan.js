// Autosave: htmx posts the form marked data-simpan-otomatis, changed fields only.
// Answers: 2xx {"versi"?} · 422 {"galat": {field: sentence}} · 409 somebody else changed it.
const form = document.querySelector("[data-simpan-otomatis]");
const berubah = new Set();
const TETAP = ["csrfmiddlewaretoken", "versi"];
const SEBAB = { 409: "baru diubah orang lain. Muat ulang", 422: "perbaiki isian yang ditandai" };
const mulai = () => window.htmx.trigger(form, "input");

function katakan(teks, galat = false) {
  const area = form.querySelector("[data-tersimpan]");
  area.textContent = teks;
  area.toggleAttribute("data-galat", galat);
}
function tandai(galat = {}) {
  form.querySelectorAll(".galat-simpan").forEach((lama) => lama.remove());
  for (const [nama, textContent] of Object.entries(galat)) {
    const isian = form.elements[nama];
    const pesan = Object.assign(document.createElement("div"), { className: "pesan-galat galat-simpan", textContent });
    (isian?.[0] ?? isian)?.closest(".bidang")?.append(pesan);
  }
}

form.addEventListener("input", ({ target }) => target.name && berubah.add(target.name));
// What was typed before the scripts had come.
addEventListener("load", () => {
  const asal = form.cloneNode(true);
  asal.reset();
  const [lama, kini] = [new FormData(asal), new FormData(form)];
  for (const n of new Set([...lama.keys(), ...kini.keys()])) if (`${lama.getAll(n)}` !== `${kini.getAll(n)}`) berubah.add(n);
  if (berubah.size) mulai();
});
// The button waits for the autosave under way, whose newer version would refuse its press.
let ditekan, dikirim;
form.addEventListener("submit", (e) => {
  ditekan = true;
  if (dikirim) e.preventDefault();
});
form.addEventListener("htmx:configRequest", (e) => {
  if (ditekan) return e.preventDefault();
  const { formData } = e.detail;
  dikirim = [...berubah];
  for (const n of [...formData.keys()]) if (!berubah.has(n) && !TETAP.includes(n)) formData.delete(n);
  formData.set("bidang", dikirim);
  berubah.clear();
  katakan("Menyimpan…");
});
form.addEventListener("htmx:afterRequest", ({ detail: { xhr } }) => {
  const data = xhr.getResponseHeader("Content-Type")?.includes("json") ? JSON.parse(xhr.responseText) : {};
  if (data.versi) form.elements.versi.value = data.versi;
  const nama = dikirim;
  dikirim = null;
  if (ditekan) return form.requestSubmit();
  tandai(data.galat);
  const jam = new Date().toLocaleTimeString("id-ID", { timeStyle: "short" });
  if (xhr.status >= 200 && xhr.status < 300) return katakan(`Tersimpan ${jam}`);
  const sebab = SEBAB[xhr.status];
  katakan(`Belum tersimpan: ${sebab ?? "dicoba lagi sebentar lagi"}.`, true);
  if (sebab) return;
  nama.forEach((n) => berubah.add(n));
  setTimeout(mulai, 5000);
});
