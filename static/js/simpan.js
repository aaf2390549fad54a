// Autosave of the form marked data-simpan-otomatis: only what was typed goes, each field with the mark of what it was
// typed over (asal-…). Answers: {"cap": {field: mark}, "galat": {field: sentence}, "bentrok": {field: {pesan, nilai, cap}}}.
const form = document.querySelector("[data-simpan-otomatis]");
const berubah = new Set();
const bentrok = new Set();
const JEDA = 800;
let jeda, sedang, ditekan;

function katakan(teks, galat = false) {
  const area = form.querySelector("[data-tersimpan]");
  area.textContent = teks;
  area.toggleAttribute("data-galat", galat);
}
const satu = (nama) => form.elements[nama]?.[0] ?? form.elements[nama];
function pesan(nama, textContent) {
  const kotak = Object.assign(document.createElement("div"), { className: "pesan-galat galat-simpan", textContent });
  kotak.dataset.untuk = nama;
  satu(nama)?.closest(".bidang")?.append(kotak);
  return kotak;
}
function pilih(nama, { pesan: kalimat, nilai, cap }) {
  bentrok.add(nama);
  const kotak = pesan(nama, `${kalimat} `);
  const tombol = (textContent, kerjakan) => {
    const t = Object.assign(document.createElement("button"), { type: "button", className: "tombol tombol-sekunder tombol-kecil", textContent });
    t.onclick = () => {
      form.elements[`asal-${nama}`].value = cap;
      bentrok.delete(nama);
      kotak.remove();
      kerjakan();
    };
    kotak.append(t);
  };
  tombol("Pakai isian saya", () => ketik(nama, 0));
  tombol("Pakai yang tersimpan", () => {
    satu(nama).value = nilai;
    berubah.delete(nama);
    katakan("");
  });
}
function ketik(nama, lama = JEDA) {
  berubah.add(nama);
  clearTimeout(jeda);
  jeda = setTimeout(simpan, lama);
}

async function simpan() {
  clearTimeout(jeda);
  const dikirim = [...berubah].filter((n) => !bentrok.has(n));
  if (sedang || ditekan || !dikirim.length) return;
  const isi = new FormData(form);
  const tetap = new Set(["csrfmiddlewaretoken", "versi", ...dikirim, ...dikirim.map((n) => `asal-${n}`)]);
  for (const n of [...isi.keys()]) if (!tetap.has(n)) isi.delete(n);
  isi.set("bidang", dikirim);
  dikirim.forEach((n) => berubah.delete(n));
  katakan("Menyimpan…");
  sedang = kirim(isi, dikirim);
  await sedang;
  sedang = null;
  if (ditekan) form.requestSubmit(ditekan);
  else if (berubah.size) jeda = setTimeout(simpan, JEDA);
}
const GAGAL = "Belum tersimpan: ";
async function kirim(isi, dikirim) {
  const kembali = (sebab) => {
    dikirim.forEach((n) => berubah.add(n));
    katakan(GAGAL + sebab, true);
  };
  let jawab;
  try {
    // keepalive: goes out even if the page is left at this moment.
    jawab = await fetch(form.action, { method: "POST", body: new URLSearchParams(isi), headers: { "HX-Request": "true" }, keepalive: true });
  } catch {
    return kembali("dicoba lagi sebentar lagi."), setTimeout(simpan, 5000);
  }
  if (jawab.status === 401) {
    dispatchEvent(new Event("siapp:berakhir"));
    return kembali("sesi Anda berakhir.");
  }
  if (!jawab.headers.get("Content-Type")?.includes("json")) {
    const sementara = jawab.status >= 500 || jawab.status === 429;
    kembali(sementara ? "dicoba lagi sebentar lagi." : "muat ulang halaman ini.");
    if (sementara) setTimeout(simpan, 5000);
    return;
  }
  selesai(await jawab.json(), dikirim);
}
function selesai({ versi, cap = {}, galat = {}, bentrok: lain = {} }, dikirim) {
  for (const n of dikirim) form.querySelectorAll(`.galat-simpan[data-untuk="${n}"]`).forEach((lama) => lama.remove());
  if (versi) form.elements.versi.value = versi;
  for (const [n, nilai] of Object.entries(cap)) form.elements[`asal-${n}`].value = nilai;
  for (const [n, kalimat] of Object.entries(galat)) pesan(n, kalimat);
  for (const [n, apa] of Object.entries(lain)) pilih(n, apa);
  const jam = new Date().toLocaleTimeString("id-ID", { timeStyle: "short" });
  if (bentrok.size) katakan(`${GAGAL}pilih isian yang dipakai.`, true);
  else if (form.querySelector(".galat-simpan")) katakan(`${GAGAL}perbaiki isian yang ditandai.`, true);
  else katakan(`Tersimpan ${jam}`);
  dispatchEvent(new Event("siapp:tersimpan"));
}

form.addEventListener("input", ({ target }) => target.name && ketik(target.name));
// What was typed before the scripts had come.
addEventListener("load", () => {
  const asal = form.cloneNode(true);
  asal.reset();
  const [lama, kini] = [new FormData(asal), new FormData(form)];
  for (const n of new Set([...lama.keys(), ...kini.keys()])) if (`${lama.getAll(n)}` !== `${kini.getAll(n)}`) ketik(n);
});
// The button waits for the autosave under way.
form.addEventListener("submit", (e) => {
  clearTimeout(jeda);
  if (!sedang) return;
  ditekan = e.submitter ?? form.querySelector("button:not([type=button])");
  e.preventDefault();
});
// Left by a link, the back button, another tab or the close button.
addEventListener("visibilitychange", () => document.hidden && simpan());
addEventListener("pagehide", simpan);
addEventListener("siapp:masuk-lagi", simpan);
