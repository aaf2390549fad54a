// Uploads start at once and show their progress; files find their rows.
const umumkan = (detail) => dispatchEvent(new CustomEvent("siapp:umumkan", { detail }));
const kirim = (isian) => isian.files.length && isian.form.requestSubmit();

const titip = (semua) => semua.reduce((t, satu) => (t.items.add(satu), t), new DataTransfer()).files;
function unggah(baris, berkas) {
  const isian = baris.querySelector("[type=file]");
  if (!isian) return;
  isian.files = titip(berkas);
  kirim(isian);
}

const dipilih = (isian) => (isian.form.dataset.jatuhan ? terima(isian.form, isian.files) : kirim(isian));
addEventListener("change", ({ target }) => target.matches("[data-unggah] [type=file]") && dipilih(target));
// What was chosen before the scripts had come.
addEventListener("load", () => document.querySelectorAll("[data-unggah] [type=file]").forEach(dipilih));
const padaBaris = (jenis, kerjakan) =>
  addEventListener(jenis, (e) => {
    // After a swap only the request knows the row.
    const baris = (e.detail.requestConfig?.elt ?? e.target).closest?.("[data-unggah]");
    if (baris) kerjakan(baris, e.detail);
  });
// Leaving while something is on its way asks first; who leaves all the same is told on the next page.
const BELUM = "siapp-belum-terunggah";
const jalan = new Set();
padaBaris("htmx:beforeRequest", (baris, { xhr, requestConfig }) => {
  const untuk = baris.dataset.unggah;
  if (requestConfig.verb === "post") jalan.add(Object.assign(xhr, { untuk }));
  baris.querySelectorAll("progress, .pesan-galat").forEach((lama) => lama.remove());
  const ariaLabel = `Mengunggah ${untuk}`;
  baris.append(Object.assign(document.createElement("progress"), { max: 100, value: 0, ariaLabel }));
  umumkan(ariaLabel);
});
addEventListener("beforeunload", (e) => jalan.size && e.preventDefault());
addEventListener("pagehide", () => jalan.size && (sessionStorage[BELUM] = [...jalan].map((x) => x.untuk).join(", ")));
padaBaris("htmx:xhr:progress", (baris, { loaded, total }) => {
  const bilah = baris.querySelector("progress");
  if (bilah && total) bilah.value = (100 * loaded) / total;
});
padaBaris("htmx:afterRequest", (baris, { xhr, successful }) => {
  jalan.delete(xhr);
  baris.querySelector("progress")?.remove();
  if (successful) umumkan(`${baris.dataset.unggah} terunggah.`);
  else Object.assign(baris.querySelector("form button") ?? {}, { className: "tombol", textContent: "Coba lagi" });
});

// The server says which names mean which row; of what is left it asks.
async function terima(jatuhan, berkas) {
  const banyak = [...berkas];
  if (!banyak.length) return;
  const { csrfmiddlewaretoken, berkas: isian } = jatuhan.elements;
  const body = new URLSearchParams({ csrfmiddlewaretoken: csrfmiddlewaretoken.value });
  for (const { name } of banyak) body.append("nama", name);
  const tanya = fetch(jatuhan.dataset.jatuhan, { method: "POST", body, headers: { "HX-Request": "true" } });
  const { baris } = await tanya.then((jawab) => jawab.json()).catch(() => ({ baris: [] }));
  const sisa = banyak.filter((satu, nomor) => {
    const id = baris[nomor];
    const tujuan = id && document.querySelector(`#${id}[data-unggah], #${id} [data-unggah]`);
    if (tujuan) unggah(tujuan, [satu]);
    return !tujuan;
  });
  isian.files = titip(sisa);
  kirim(isian);
  isian.value = "";
}

// What misses row and box must not replace the page.
for (const jenis of ["dragover", "dragleave", "drop"])
  addEventListener(jenis, (e) => {
    e.preventDefault();
    const baris = e.target.closest?.("[data-unggah]");
    baris?.toggleAttribute("data-di-atas", jenis === "dragover");
    const berkas = baris && jenis === "drop" ? [...e.dataTransfer.files] : [];
    // Photos that fall on a row are the pages of its one document.
    const sebaris = !berkas[1] || berkas.every(({ type }) => type.startsWith("image/"));
    if (baris?.dataset.jatuhan || !sebaris) terima(document.querySelector("[data-jatuhan]"), berkas);
    else if (berkas[0]) unggah(baris, berkas);
  });
