// Autosave: htmx posts a form marked data-simpan-otomatis, changed fields only.
// Answers: 2xx {"versi"?} · 422 {"galat": {field: sentence}} · 409 somebody else changed it.
const berubah = new WeakMap();
const TETAP = ["csrfmiddlewaretoken", "versi"];
const SEBAB = { 409: "baru diubah orang lain. Muat ulang", 422: "perbaiki isian yang ditandai" };
const tambah = (form, nama) => nama && berubah.set(form, (berubah.get(form) ?? new Set()).add(nama));
const pada = (jenis, kerjakan) =>
  document.addEventListener(jenis, (e) => {
    const form = e.target.closest?.("[data-simpan-otomatis]");
    if (form) kerjakan(form, e);
  });

function katakan(form, teks, galat = false) {
  const area = form.querySelector("[data-tersimpan]");
  area.textContent = teks;
  area.toggleAttribute("data-galat", galat);
}
function tandai(form, galat = {}) {
  form.querySelectorAll("[data-galat-simpan]").forEach((lama) => lama.remove());
  for (const [nama, textContent] of Object.entries(galat)) {
    const isian = form.elements[nama];
    const pesan = Object.assign(document.createElement("div"), { className: "pesan-galat", textContent });
    pesan.dataset.galatSimpan = "";
    (isian?.[0] ?? isian)?.closest(".bidang")?.append(pesan);
  }
}

pada("input", (form, e) => tambah(form, e.target.name));
// What was typed while the scripts were on their way.
const diisi = (isian) =>
  isian.options ? isian.selectedIndex !== Math.max(0, [...isian.options].findIndex((o) => o.defaultSelected))
  : /radio|checkbox/.test(isian.type) ? isian.checked !== isian.defaultChecked
  : isian.value !== isian.defaultValue;
addEventListener("load", () => {
  for (const form of document.querySelectorAll("[data-simpan-otomatis]")) {
    const nama = [...form.elements].filter((i) => i.name && i.type !== "hidden" && diisi(i)).map((i) => i.name);
    nama.forEach((n) => tambah(form, n));
    if (nama.length) window.htmx.trigger(form, "input");
  }
});
// The button waits for the autosave under way, whose newer version would refuse its press.
pada("submit", ({ dataset }, e) => {
  dataset.tekan = 1;
  if (dataset.jalan) e.preventDefault();
});
pada("htmx:configRequest", (form, e) => {
  if (form.dataset.tekan) return e.preventDefault();
  form.dataset.jalan = 1;
  const { formData } = e.detail;
  const nama = berubah.get(form) ?? new Set();
  for (const n of [...formData.keys()]) if (!nama.has(n) && !TETAP.includes(n)) formData.delete(n);
  formData.set("bidang", [...nama]);
  form.dataset.dikirim = [...nama];
  berubah.delete(form);
  katakan(form, "Menyimpan…");
});
pada("htmx:afterRequest", (form, { detail: { xhr } }) => {
  const data = xhr.getResponseHeader("Content-Type")?.includes("json") ? JSON.parse(xhr.responseText) : {};
  if (data.versi) form.elements.versi.value = data.versi;
  delete form.dataset.jalan;
  if (form.dataset.tekan) return form.requestSubmit();
  tandai(form, data.galat);
  const jam = new Date().toLocaleTimeString("id-ID", { timeStyle: "short" });
  if (xhr.status >= 200 && xhr.status < 300) return katakan(form, `Tersimpan ${jam}`);
  const sebab = SEBAB[xhr.status];
  katakan(form, `Belum tersimpan: ${sebab ?? "dicoba lagi sebentar lagi"}.`, true);
  if (sebab) return;
  form.dataset.dikirim.split(",").forEach((n) => tambah(form, n));
  setTimeout(() => window.htmx.trigger(form, "input"), 5000);
});
