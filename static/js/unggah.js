// Uploads: each starts at once and shows its progress; files find their rows.
const umumkan = (detail) => document.dispatchEvent(new CustomEvent("siapp:umumkan", { detail }));
const barisan = () => [...document.querySelectorAll("[data-unggah]:has([type=file])")];
const isianBerkas = (baris) => baris.querySelector("[type=file]");

function unggah(baris, berkas) {
  const titipan = new DataTransfer();
  titipan.items.add(berkas);
  isianBerkas(baris).files = titipan.files;
  baris.querySelector("form").requestSubmit();
}

const kirim = (isian) => isian.files.length && isian.form.requestSubmit();
document.addEventListener("change", ({ target }) => target.matches("[data-unggah] [type=file]") && kirim(target));
// Chosen while the scripts were on their way.
addEventListener("load", () => document.querySelectorAll("[data-unggah] [type=file]").forEach(kirim));
const padaBaris = (jenis, kerjakan) =>
  document.addEventListener(jenis, (e) => {
    // After a swap the row is gone from the page; the request still knows it.
    const baris = (e.detail.requestConfig?.elt ?? e.target).closest?.("[data-unggah]");
    if (baris) kerjakan(baris, e.detail);
  });
padaBaris("htmx:beforeRequest", (baris) => {
  baris.querySelectorAll("progress, .pesan-galat").forEach((lama) => lama.remove());
  const bilah = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  bilah.setAttribute("aria-label", `Mengunggah ${baris.dataset.unggah}`);
  baris.append(bilah);
  umumkan(`Mengunggah ${baris.dataset.unggah}.`);
});
padaBaris("htmx:xhr:progress", (baris, { loaded, total }) => {
  const bilah = baris.querySelector("progress");
  if (bilah && total) bilah.value = Math.round((loaded / total) * 100);
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
  let calon = barisan();
  for (const berkas of banyak) {
    const baris = cocok(berkas, calon);
    calon = calon.filter((b) => b !== baris);
    if (baris) unggah(baris, berkas);
    else sisa.push(berkas.name);
  }
  const teks = `Belum dikenali dari namanya, unggah di barisnya: ${sisa.join(", ")}.`;
  jatuhan.querySelector("[data-sisa]").textContent = sisa.length ? teks : "";
  if (sisa.length) umumkan(teks);
}

for (const jatuhan of document.querySelectorAll("[data-jatuhan]")) {
  const diAtas = (ya) => (e) => {
    e.preventDefault();
    jatuhan.toggleAttribute("data-di-atas", ya);
    if (e.type === "drop") terima(jatuhan, e.dataTransfer.files);
  };
  jatuhan.hidden = false;
  isianBerkas(jatuhan).onchange = ({ target }) => terima(jatuhan, target.files);
  jatuhan.ondragover = diAtas(true);
  jatuhan.ondragleave = jatuhan.ondrop = diAtas(false);
}
