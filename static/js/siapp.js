// Every page. The modules share only the event "siapp:umumkan".
const $ = (pilih, akar = document) => akar.querySelector(pilih);

function umumkan(teks) {
  $("#umumkan").textContent = "";
  setTimeout(() => ($("#umumkan").textContent = teks), 50);
}
addEventListener("siapp:umumkan", (e) => umumkan(e.detail));

function toast(teks) {
  const kotak = Object.assign(document.createElement("div"), { className: "peringatan peringatan-galat", textContent: teks });
  $("#toast").replaceChildren(kotak);
  setTimeout(() => kotak.remove(), 15000);
}
const GALAT = {
  403: "Anda tidak berhak, atau halaman terlalu lama terbuka. Muat ulang halaman.",
  413: "Kiriman terlalu besar. Perkecil berkasnya, lalu coba lagi.",
  429: "Terlalu sering. Tunggu satu menit, lalu coba lagi.",
  lain: "Sistem terganggu. Yang sudah tersimpan tidak hilang; coba lagi sebentar lagi.",
};
// The end of a session (401) is js/sesi.js's.
addEventListener("htmx:responseError", ({ detail: { xhr } }) => xhr.status !== 401 && toast(GALAT[xhr.status] ?? GALAT.lain));
// js/unggah.js left it there when a page was left with files on their way.
const belum = sessionStorage["siapp-belum-terunggah"];
if (belum) toast(`Belum terunggah karena halamannya ditinggalkan: ${belum}. Pilih lagi berkasnya.`);
sessionStorage.removeItem("siapp-belum-terunggah");
addEventListener("htmx:sendError", () => toast("Sambungan terputus. Periksa jaringan, lalu coba lagi."));
addEventListener("htmx:load", ({ detail: { elt } }) => {
  elt.querySelectorAll("[data-hitung][data-batas]").forEach(hitung);
  // Of tabs wider than the screen the one that is open has to be in sight.
  elt.querySelectorAll(".tab [aria-current]").forEach((t) => {
    const nav = t.parentNode;
    nav.scrollLeft = t.offsetLeft + t.offsetWidth - nav.offsetLeft - nav.offsetWidth;
  });
  $("[data-fokus]", elt)?.focus();
  if (elt.closest("#pesan")) elt.scrollIntoView({ block: "nearest" });
});

// As the server counts: a line break is two, an emoji one; with data-bita four.
let jeda;
const angka = (n) => n.toLocaleString("id");
function hitung(area) {
  const isi = document.getElementById(area.dataset.hitung).value.replace(/\r?\n/g, "\r\n");
  const huruf = [...isi].length, bita = "bita" in area.dataset && new TextEncoder().encode(isi).length;
  const sisa = area.dataset.batas - Math.max(huruf, bita), kata = bita > huruf ? "karakter (huruf khusus dihitung 2–4)" : "karakter";
  area.textContent = sisa < 0 ? `Kelebihan ${angka(-sisa)} ${kata}. Ringkas isinya.` : `Sisa ${angka(sisa)} ${kata} dari ${angka(+area.dataset.batas)}.`;
  area.toggleAttribute("data-lewat", sisa < 0);
}
addEventListener("input", ({ target }) => {
  const area = target.id && $(`[data-hitung="${target.id}"]`);
  if (!area) return;
  hitung(area);
  clearTimeout(jeda);
  jeda = setTimeout(() => umumkan(area.textContent), 1000);
});

// data-konfirmasi asks first; once agreed, the press is repeated.
let setuju;
addEventListener("click", (e) => {
  const tombol = e.target.closest("[data-konfirmasi]");
  if (!tombol || tombol === setuju) return;
  e.preventDefault();
  e.stopImmediatePropagation();
  const dialog = $("#konfirmasi");
  $("h2", dialog).textContent = tombol.dataset.konfirmasi;
  $("[data-isi]", dialog).textContent = tombol.dataset.akibat || "";
  $("[data-ya]", dialog).textContent = tombol.textContent;
  dialog.returnValue = "";
  dialog.onclose = () => {
    tombol.focus();
    if (dialog.returnValue !== "ya") return;
    setuju = tombol;
    tombol.click();
    setuju = null;
  };
  dialog.showModal();
}, true);

addEventListener("click", async ({ target }) => {
  const teks = target.closest("[data-salin]")?.dataset.salin;
  if (!teks) return;
  await navigator.clipboard.writeText(teks);
  umumkan("Sudah disalin.");
});

// Single keys: not while typing, not with a modifier, not once switched off (WCAG 2.1.4).
const MATI = "pintasan=mati";
const mati = () => document.cookie.includes(MATI);
const ISIAN = "input:not([type=checkbox], [type=radio]), select, textarea";
addEventListener("keydown", (e) => {
  if (e.target.closest(`${ISIAN}, dialog`) || e.ctrlKey || e.altKey || e.metaKey || e.repeat || mati()) return;
  const sasaran = [...document.querySelectorAll(`[data-pintas="${CSS.escape(e.key)}"]`)].find((s) => s.checkVisibility());
  if (!sasaran) return;
  e.preventDefault();
  sasaran[sasaran.matches(ISIAN) ? "focus" : "click"]();
});
const sakelar = $("[data-sakelar-pintasan]");
if (sakelar) {
  const kotak = $("input", sakelar);
  sakelar.hidden = false;
  kotak.checked = !mati();
  kotak.onchange = () => (document.cookie = `${MATI}; path=/; max-age=${kotak.checked ? 0 : 3e7}`);
}
