// Uploads: each starts at once and shows its progress; files find their rows.
const umumkan = (detail) => dispatchEvent(new CustomEvent("siapp:umumkan", { detail }));
const kirim = (isian) => isian.files.length && isian.form.requestSubmit();

function unggah(baris, berkas) {
  const titipan = new DataTransfer();
  titipan.items.add(berkas);
  const isian = baris.querySelector("[type=file]");
  isian.files = titipan.files;
  kirim(isian);
}

addEventListener("change", ({ target }) => target.matches("[data-unggah] [type=file]") && kirim(target));
// What was chosen before the scripts had come.
addEventListener("load", () => document.querySelectorAll("[data-unggah] [type=file]").forEach(kirim));
const padaBaris = (jenis, kerjakan) =>
  addEventListener(jenis, (e) => {
    // After a swap the row is gone from the page; the request still knows it.
    const baris = (e.detail.requestConfig?.elt ?? e.target).closest?.("[data-unggah]");
    if (baris) kerjakan(baris, e.detail);
  });
// Leaving while something is on its way asks first; who leaves all the same is told on the next page what was not sent.
const BELUM = "siapp-belum-terunggah";
const jalan = new Set();
padaBaris("htmx:beforeRequest", (baris, { xhr, requestConfig }) => {
  if (requestConfig.verb === "post") jalan.add(Object.assign(xhr, { untuk: baris.dataset.unggah }));
});
padaBaris("htmx:afterRequest", (baris, { xhr }) => jalan.delete(xhr));
addEventListener("beforeunload", (e) => jalan.size && e.preventDefault());
addEventListener("pagehide", () => jalan.size && (sessionStorage[BELUM] = [...jalan].map((x) => x.untuk).join(", ")));
padaBaris("htmx:beforeRequest", (baris) => {
  baris.querySelectorAll("progress, .pesan-galat").forEach((lama) => lama.remove());
  const ariaLabel = `Mengunggah ${baris.dataset.unggah}`;
  baris.append(Object.assign(document.createElement("progress"), { max: 100, value: 0, ariaLabel }));
  umumkan(ariaLabel);
});
padaBaris("htmx:xhr:progress", (baris, { loaded, total }) => {
  const bilah = baris.querySelector("progress");
  if (bilah && total) bilah.value = (100 * loaded) / total;
});
padaBaris("htmx:afterRequest", (baris, { successful }) => {
  baris.querySelector("progress")?.remove();
  if (successful) umumkan(`${baris.dataset.unggah} terunggah.`);
  else baris.querySelector("form button")?.replaceChildren("Coba lagi");
});

// A row fits by the share of its words in the file's name.
const kata = (teks) => teks.toLowerCase().replace(/\.\w+$/, "").match(/[a-z0-9]{2,}/g) || [];
function cocok(berkas, calon) {
  const nama = kata(berkas.name);
  const bagian = (cari) => cari.filter((k) => nama.includes(k)).length / cari.length;
  const [satu, dua] = calon.map((b) => [bagian(kata(b.dataset.unggah)), b]).sort((a, b) => b[0] - a[0]);
  return satu?.[0] >= 0.5 && satu[0] > (dua?.[0] ?? 0) && satu[1];
}

function terima(jatuhan, banyak) {
  const sisa = [];
  let calon = [...document.querySelectorAll("[data-unggah]:has([type=file])")];
  for (const berkas of banyak) {
    const baris = cocok(berkas, calon);
    calon = calon.filter((b) => b !== baris);
    if (baris) unggah(baris, berkas);
    else sisa.push(berkas.name);
  }
  const teks = sisa.length ? `Belum dikenali dari namanya, unggah di barisnya: ${sisa.join(", ")}.` : "";
  jatuhan.querySelector("[data-sisa]").textContent = teks;
  if (teks) umumkan(teks);
}

for (const jatuhan of document.querySelectorAll("[data-jatuhan]")) {
  const diAtas = (ya) => (e) => {
    e.preventDefault();
    jatuhan.toggleAttribute("data-di-atas", ya);
    if (e.type === "drop") terima(jatuhan, e.dataTransfer.files);
  };
  jatuhan.hidden = false;
  jatuhan.querySelector("[type=file]").onchange = ({ target }) => terima(jatuhan, target.files);
  jatuhan.ondragover = diAtas(true);
  jatuhan.ondragleave = jatuhan.ondrop = diAtas(false);
}
