// The verifier's desk: pages at every size and turn, marks on them, all of it by keys (keputusan/0101).
const $ = (pilih, akar = document) => akar.querySelector(pilih);
const mati = () => document.cookie.includes("pintasan=mati");
const ISIAN = "input:not([type=checkbox], [type=radio]), select, textarea";

// ---- pages: the keys go to the side that was used last ----
const ZUM = 4;
let zum = 1;
let aktif;
const sisi = () => (aktif?.isConnected ? aktif : $("#hlm-1")?.closest(".sisi"));
const semuaHlm = (s) => [...s.querySelectorAll(".hlm")];

function perbesar(s, jadi) {
  const lembar = $(".lembar", s);
  const letak = lembar.scrollTop / lembar.scrollHeight;
  lembar.dataset.zum = jadi;
  if (jadi > 1) for (const img of s.querySelectorAll(".hlm img")) img.src = img.src.replace("lebar=1000", "lebar=1800");
  lembar.scrollTop = letak * lembar.scrollHeight;
}
// On what has no id: htmx copies attributes of what has one to its successor, and a style attribute is refused.
function rupa({ target: img }) {
  if (img.naturalWidth) img.closest(".hlm")?.style.setProperty("--rupa", img.naturalHeight / img.naturalWidth);
}
const kini = (s) => {
  const { scrollTop, offsetTop } = $(".lembar", s);
  return Math.max(1, semuaHlm(s).findLastIndex((h) => h.offsetTop - offsetTop <= scrollTop + 80) + 1);
};
function ke(s, nomor) {
  const semua = semuaHlm(s);
  const hlm = semua[Math.min(semua.length, Math.max(1, nomor)) - 1];
  if (hlm) $(".lembar", s).scrollTop = hlm.offsetTop - $(".lembar", s).offsetTop;
}
const GUNA = {
  kecil: (s) => perbesar(s, Math.max(0, +($(".lembar", s).dataset.zum ?? 1) - 1)),
  besar: (s) => perbesar(s, Math.min(ZUM, +($(".lembar", s).dataset.zum ?? 1) + 1)),
  lebar: (s) => perbesar(s, 1),
  putar: (s) => {
    const lembar = $(".lembar", s);
    const nomor = kini(s);
    lembar.dataset.putar = (+(lembar.dataset.putar ?? 0) + 90) % 360;
    ke(s, nomor);
  },
  mundur: (s) => ke(s, kini(s) - 1),
  maju: (s) => ke(s, kini(s) + 1),
};
function giliran(s) {
  if (!s || s === aktif) return;
  aktif = s;
  for (const t of document.querySelectorAll("[data-tombol]")) t.dataset.pintas = t.closest(".sisi") === s ? t.dataset.tombol : "";
}
for (const apa of ["pointerdown", "focusin"]) addEventListener(apa, ({ target }) => giliran(target.closest?.(".sisi")));
addEventListener("click", ({ target }) => {
  const tombol = target.closest("[data-lembar]");
  const s = tombol?.closest(".sisi");
  if (!s) return;
  GUNA[tombol.dataset.lembar]?.(s);
  if (s === sisi()) zum = +($(".lembar", s).dataset.zum ?? 1);
});
addEventListener("change", ({ target }) => target.matches("[data-lembar=ke]") && ke(target.closest(".sisi"), +target.value));
addEventListener("scroll", ({ target }) => {
  const s = target.matches?.(".lembar") && target.closest(".sisi");
  const isian = s && $("[data-lembar=ke]", s);
  if (isian && isian !== document.activeElement) isian.value = kini(s);
}, true);
addEventListener("load", (e) => e.target.matches?.(".hlm img") && rupa(e), true);

// ---- marks: words that were searched, where they stand on the page ----
function tandai() {
  document.querySelectorAll(".tanda").forEach((t) => t.remove());
  for (const a of document.querySelectorAll("#bacaan [data-kotak]")) {
    const kertas = $(a.hash);
    if (!kertas) continue;
    for (const satu of a.dataset.kotak.split(" ").filter(Boolean)) {
      const [kiri, atas, kanan, bawah] = satu.split(",").map((n) => n / 10);
      const tanda = Object.assign(document.createElement("span"), { className: "tanda" });
      Object.assign(tanda.style, { left: `${kiri}%`, top: `${atas}%`, width: `${kanan - kiri}%`, height: `${bawah - atas}%` });
      kertas.append(tanda);
    }
  }
  $("#bacaan [data-kotak]")?.click();
}

// ---- what the confirmation says: the verdict, whose it is, what BKN will read ----
function sebutkan() {
  const tombol = $("[data-terbit]");
  if (!tombol) return;
  const pilihan = $("[name=putusan-status]:checked");
  const kata = pilihan?.closest("label").textContent.trim();
  const teks = $("[name=putusan-keterangan]").value.normalize("NFC").split(/\s+/).join(" ").trim();
  tombol.dataset.konfirmasi = kata ? `${kata}: ${tombol.dataset.orang}?` : "Putusan belum dipilih. Terbitkan juga?";
  tombol.dataset.akibat = `BKN akan membaca: ${teks ? `“${teks}”` : "(tanpa keterangan)"}. Putusan tidak dapat ditarik kembali. Tekan y untuk menerbitkan, Esc untuk batal.`;
}
addEventListener("input", ({ target }) => target.form?.id === "form-putusan" && sebutkan());

function siapkan() {
  for (const s of document.querySelectorAll(".sisi")) if ($(".lembar", s) && zum !== 1) perbesar(s, zum);
  for (const img of document.querySelectorAll(".hlm img")) rupa({ target: img });
  const baris = $(".daftar-periksa [aria-current]");
  const panel = baris?.closest(".panel-daftar");
  if (panel) panel.scrollTop += baris.getBoundingClientRect().top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
  sebutkan();
}
siapkan();
addEventListener("htmx:afterSettle", ({ detail: { elt } }) => {
  siapkan();
  if (elt.id === "bacaan") tandai();
});

// ---- keys inside what is typed in, and in the confirmation ----
const GULIR = { PageDown: 0.9, PageUp: -0.9 };
addEventListener("keydown", (e) => {
  const { target, key } = e;
  const form = target.form;
  if (key === "y" && !mati() && target.closest("#konfirmasi")) {
    e.preventDefault();
    $("#konfirmasi [data-ya]").click();
  } else if (form && target.matches(ISIAN) && key === "Enter" && (e.ctrlKey || e.metaKey)) {
    e.preventDefault();
    const tombol = $("[data-simpan]", form);
    tombol ? tombol.click() : form.requestSubmit();
  } else if (key === "Escape" && target.matches(ISIAN) && !target.closest("dialog")) {
    e.preventDefault();
    target.blur();
    $("#meja h2[tabindex]")?.focus();
  } else if (key === "Enter" && target.matches("[data-lembar=ke]")) {
    target.blur();
    $(".lembar", target.closest(".sisi")).focus();
  } else if (GULIR[key] && !target.closest(`${ISIAN}, dialog, .lembar`) && sisi()) {
    e.preventDefault();
    const lembar = $(".lembar", sisi());
    lembar.scrollBy(0, GULIR[key] * lembar.clientHeight);
  }
});

// ---- the world moves while the page is open: asked for as long as somebody works here ----
const JEDA = 15_000;
const DIAM = 600_000;
let gerak = Date.now();
for (const apa of ["keydown", "pointerdown", "wheel"]) addEventListener(apa, () => (gerak = Date.now()), { passive: true });
async function jajak() {
  const kini = $("#kini");
  if (!kini || document.hidden || Date.now() - gerak > DIAM) return;
  const { awal, tanda, hadir } = $("[data-kini]", kini).dataset;
  const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers"));
  const headers = { "X-CSRFToken": token, "HX-Request": "true" };
  const jawab = await fetch(kini.dataset.url, { method: "POST", headers, body: new URLSearchParams({ awal, tanda, hadir }) }).catch(() => {});
  if (jawab?.status === 401) dispatchEvent(new Event("siapp:berakhir"));
  if (jawab?.status !== 200) return;
  const { body } = new DOMParser().parseFromString(await jawab.text(), "text/html");
  kini.replaceChildren(...body.children);
}
setInterval(jajak, JEDA);
addEventListener("visibilitychange", jajak);
jajak();
addEventListener("click", (e) => {
  if (!e.target.closest("[data-muat]")) return;
  e.preventDefault();
  location.reload();
});
