// Autosave of the forms marked data-simpan-otomatis (where to, else the form's own address): only what was typed goes,
// each field with the mark of what it was typed over (asal-…). Answers: {"cap": {field: mark}, "galat": {field: sentence},
// "bentrok": {field: {pesan, nilai, cap}}}.
const FORM = "[data-simpan-otomatis]";
const JEDA = 800;
const GAGAL = "Belum tersimpan: ";
const semua = new Map();

function pasang(form) {
  const berubah = new Set();
  const bentrok = new Set();
  const kotak = new Map();
  let jeda, sedang, ditekan;
  const bernama = (nama) => [...form.elements].filter((e) => e.name === nama);

  function katakan(teks, galat = false) {
    const area = form.querySelector("[data-tersimpan]");
    area.textContent = teks;
    area.toggleAttribute("data-galat", galat);
  }
  function pesan(nama, textContent) {
    const satu = Object.assign(document.createElement("div"), { className: "pesan-galat galat-simpan", textContent });
    bernama(nama)[0]?.closest(".bidang, .bidang-minta, fieldset")?.append(satu);
    kotak.set(nama, satu);
    return satu;
  }
  function pilih(nama, { pesan: kalimat, nilai, cap }) {
    bentrok.add(nama);
    const satu = pesan(nama, `${kalimat} `);
    const tombol = (textContent, kerjakan) => {
      const t = Object.assign(document.createElement("button"), { type: "button", className: "tombol tombol-sekunder tombol-kecil", textContent });
      t.onclick = () => {
        form.elements[`asal-${nama}`].value = cap;
        bentrok.delete(nama);
        satu.remove();
        kerjakan?.();
        ketik(nama, 0);
      };
      satu.append(t);
    };
    tombol("Pakai isian saya");
    tombol("Pakai yang tersimpan", () => {
      for (const e of bernama(nama)) {
        if (["checkbox", "radio"].includes(e.type)) e.checked = nilai.split(",").includes(e.value);
        else e.value = nilai;
        e.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
  }
  function ketik(nama, lama = JEDA) {
    berubah.add(nama);
    clearTimeout(jeda);
    jeda = setTimeout(simpan, lama);
  }

  function simpan() {
    clearTimeout(jeda);
    const dikirim = [...berubah].filter((n) => !bentrok.has(n));
    if (sedang || ditekan || !dikirim.length) return sedang;
    const isi = new FormData(form);
    const tetap = new Set(["csrfmiddlewaretoken", "versi", ...dikirim, ...dikirim.map((n) => `asal-${n}`)]);
    for (const n of [...isi.keys()]) if (!tetap.has(n)) isi.delete(n);
    isi.set("bidang", dikirim);
    dikirim.forEach((n) => berubah.delete(n));
    katakan("Menyimpan…");
    sedang = kirim(isi, dikirim).then((tersimpan) => {
      sedang = null;
      if (ditekan) form.requestSubmit(ditekan);
      else if (tersimpan && berubah.size) jeda = setTimeout(simpan, JEDA);
    });
    return sedang;
  }
  async function kirim(isi, dikirim) {
    const kembali = (sebab) => {
      dikirim.forEach((n) => berubah.add(n));
      katakan(GAGAL + sebab, true);
    };
    let jawab;
    try {
      // keepalive: goes out even if the page is left at this moment.
      jawab = await fetch(form.dataset.simpanOtomatis || form.action, { method: "POST", body: new URLSearchParams(isi), headers: { "HX-Request": "true" }, keepalive: true });
    } catch {
      kembali("dicoba lagi sebentar lagi.");
      setTimeout(simpan, 5000);
      return;
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
    return true;
  }
  function selesai({ versi, cap = {}, galat = {}, bentrok: lain = {} }, dikirim) {
    for (const n of dikirim) kotak.get(n)?.remove(), kotak.delete(n);
    if (versi) form.elements.versi.value = versi;
    for (const [n, nilai] of Object.entries(cap)) form.elements[`asal-${n}`].value = nilai;
    for (const [n, kalimat] of Object.entries(galat)) pesan(n, kalimat);
    for (const [n, apa] of Object.entries(lain)) pilih(n, apa);
    const jam = new Date().toLocaleTimeString("id-ID", { timeStyle: "short" });
    if (bentrok.size) katakan(`${GAGAL}pilih isian yang dipakai.`, true);
    else if (kotak.size) katakan(`${GAGAL}perbaiki isian yang ditandai.`, true);
    else katakan(`Tersimpan ${jam}`);
    dispatchEvent(new Event("siapp:tersimpan"));
  }
  // The button waits for the autosave under way.
  form.addEventListener("submit", (e) => {
    clearTimeout(jeda);
    if (!sedang || form.hasAttribute("hx-post")) return;
    ditekan = e.submitter ?? form.querySelector("button:not([type=button])");
    e.preventDefault();
  });
  return { ketik, simpan };
}

const untuk = (form) => semua.get(form) ?? semua.set(form, pasang(form)).get(form);
const simpanSemua = () => [...semua].filter(([form]) => form.isConnected).map(([, satu]) => satu.simpan()).filter(Boolean);
addEventListener("input", ({ target }) => target.name && target.form?.matches(FORM) && untuk(target.form).ketik(target.name));
// What was typed before the scripts had come.
addEventListener("load", () => {
  for (const form of document.querySelectorAll(FORM)) {
    const asal = form.cloneNode(true);
    asal.reset();
    const [lama, kini] = [new FormData(asal), new FormData(form)];
    for (const n of new Set([...lama.keys(), ...kini.keys()])) if (`${lama.getAll(n)}` !== `${kini.getAll(n)}`) untuk(form).ketik(n);
  }
});
// What htmx is about to replace is saved first: what comes then knows it.
addEventListener("htmx:confirm", (e) => {
  const tunggu = simpanSemua();
  if (!tunggu.length) return;
  e.preventDefault();
  Promise.all(tunggu).then(() => e.detail.issueRequest(true));
});
// Left by a link, the back button, another tab or the close button.
addEventListener("visibilitychange", () => document.hidden && simpanSemua());
addEventListener("pagehide", simpanSemua);
// Twice: what was under way when the session was gone was refused.
addEventListener("siapp:masuk-lagi", () => Promise.all(simpanSemua()).then(simpanSemua));
