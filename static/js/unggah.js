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

const dipilih = (isian) => (isian.form.dataset.jatuhan ? terima(isian.form, isian.files) : kirim(isian));
addEventListener("change", ({ target }) => target.matches("[data-unggah] [type=file]") && dipilih(target));
// What was chosen before the scripts had come.
addEventListener("load", () => document.querySelectorAll("[data-unggah] [type=file]").forEach(dipilih));
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

// The server says which names mean which row; of what is left it asks.
async function terima(jatuhan, berkas) {
  const banyak = [...berkas];
  if (!banyak.length) return;
  const { csrfmiddlewaretoken, berkas: isian } = jatuhan.elements;
  const body = new URLSearchParams({ csrfmiddlewaretoken: csrfmiddlewaretoken.value });
  for (const { name } of banyak) body.append("nama", name);
  const tanya = fetch(jatuhan.dataset.jatuhan, { method: "POST", body, headers: { "HX-Request": "true" } });
  const { baris } = await tanya.then((jawab) => jawab.json()).catch(() => ({ baris: [] }));
  const sisa = new DataTransfer();
  banyak.forEach((satu, nomor) => {
    const id = baris[nomor];
    const tujuan = id && document.querySelector(`#${id}[data-unggah], #${id} [data-unggah]`);
    if (tujuan) unggah(tujuan, satu);
    else sisa.items.add(satu);
  });
  isian.files = sisa.files;
  kirim(isian);
  isian.value = "";
}

for (const jatuhan of document.querySelectorAll("[data-jatuhan]")) {
  const diAtas = (ya) => (e) => {
    e.preventDefault();
    jatuhan.toggleAttribute("data-di-atas", ya);
    if (e.type === "drop") terima(jatuhan, e.dataTransfer.files);
  };
  jatuhan.querySelector("[data-seret]").hidden = false;
  jatuhan.querySelector("button").hidden = true;
  jatuhan.ondragover = diAtas(true);
  jatuhan.ondragleave = jatuhan.ondrop = diAtas(false);
}
