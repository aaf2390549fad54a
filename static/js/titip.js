// What is typed in a form that does not save itself is kept in this tab until it was sent: per person, page and form.
// Never: passwords, codes, files, hidden fields, searches, lists of NIP (data-tanpa-titip). Gone with the tab, at the
// sign-out, and when somebody else signs in.
const AWALAN = "titip:";
const { siapa } = document.getElementById("sesi").dataset;
const LUAR = "[type=password], [type=file], [type=hidden], [autocomplete=one-time-code]";
const FORM = 'form[method="post"]:not([data-simpan-otomatis], [data-tanpa-titip])';

const kunci = (form) => `${AWALAN}${siapa}:${location.pathname}:${form.id || form.getAttribute("action") || ""}`;
const baca = (k) => JSON.parse(sessionStorage[k] ?? '{"isi":{}}');
const semua = () => Object.keys(sessionStorage).filter((k) => k.startsWith(AWALAN));
const hapus = (pilih) => semua().filter(pilih).forEach((k) => sessionStorage.removeItem(k));
const dicentang = (isian) => ["checkbox", "radio"].includes(isian.type);

addEventListener("input", ({ target }) => {
  const form = target.form;
  if (!form?.matches(FORM) || !target.name || target.matches(LUAR)) return;
  const { isi } = baca(kunci(form));
  const sama = [...form.elements].filter((e) => e.name === target.name);
  isi[target.name] = dicentang(target) ? sama.filter((e) => e.checked).map((e) => e.value) : target.value;
  sessionStorage[kunci(form)] = JSON.stringify({ isi });
});

function pulihkan(form) {
  const { isi } = baca(kunci(form));
  let berubah = false;
  for (const isian of form.elements) {
    const nilai = isi[isian.name];
    if (nilai === undefined || isian.matches(LUAR)) continue;
    const [apa, jadi] = dicentang(isian) ? ["checked", nilai.includes(isian.value)] : ["value", nilai];
    if (isian[apa] === jadi) continue;
    isian[apa] = jadi;
    berubah = true;
    isian.dispatchEvent(new Event("input", { bubbles: true }));
    for (const d of [isian.closest("details:not([open])")]) if (d) d.open = true;
  }
  if (berubah) katakan(form);
}
function katakan(form) {
  form.querySelector(".dipulihkan")?.remove();
  const pesan = Object.assign(document.createElement("p"), { className: "kecil dipulihkan", textContent: "Yang Anda ketik tadi dipulihkan. " });
  const tombol = Object.assign(document.createElement("button"), { type: "button", className: "tombol tombol-tautan", textContent: "Buang" });
  tombol.onclick = () => {
    sessionStorage.removeItem(kunci(form));
    pesan.remove();
    form.reset();
  };
  pesan.append(tombol);
  form.prepend(pesan);
}

// Sent is not saved: only good news on the next page, or of htmx, says so.
const tandai = (k, dikirim) => k in sessionStorage && (sessionStorage[k] = JSON.stringify({ ...baca(k), dikirim }));
addEventListener("submit", ({ target }) => {
  if (target.action.endsWith(document.getElementById("sesi").dataset.keluar)) hapus(() => true);
  else if (!target.hasAttribute("hx-post")) tandai(kunci(target), true);
});
addEventListener("htmx:afterRequest", ({ detail: { successful, requestConfig } }) => {
  if (successful && requestConfig.verb === "post" && requestConfig.elt.matches("form")) sessionStorage.removeItem(kunci(requestConfig.elt));
});

hapus((k) => !k.startsWith(`${AWALAN}${siapa}:`));
if (document.querySelector("#pesan .peringatan-sukses, #pesan .peringatan-info")) hapus((k) => baca(k).dikirim);
semua().forEach((k) => tandai(k, undefined));
document.querySelectorAll(FORM).forEach(pulihkan);
addEventListener("htmx:load", ({ detail: { elt } }) => elt.querySelectorAll(FORM).forEach(pulihkan));
