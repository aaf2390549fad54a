"""Makes the mutants of a file: mutmut's operators, on every statement that decides something.

mutmut's own runner cannot be used here: it leaves out every decorated function (all actions, all rules of pemeriksaan
awal) and everything outside functions (all tables). Its operators know nothing of that, so they are asked directly.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import libcst as cst
import libcst.matchers as m
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation import mutators

# Calls that change how much is read at once, what a log says or what a terminal shows while it waits: they decide
# nothing.
TANPA_PUTUSAN = frozenset(
    {
        *("log", "select_related", "prefetch_related", "iterator", "only", "defer"),
        *("Progress", "Console", "SpinnerColumn", "TextColumn", "MofNCompleteColumn", "TimeElapsedColumn", "add_task"),
    }
)
# Declarations: that models and migrations agree is held by `make check`, that forms and addresses work by the screens.
DEKLARASI = m.ClassDef(
    bases=[
        m.ZeroOrMore(),
        m.Arg(m.Attribute(attr=m.Name("Model") | m.Name("Form") | m.Name("Manager"))),
        m.ZeroOrMore(),
    ]
)
# That every action is durable is held by one test over all of them (tests/usulan/actions/test_dasar.py).
TRANSAKSI = m.Decorator(m.Call(m.Attribute(m.Name("transaction"), m.Name("atomic"))))
# `frozen` and `slots` guard against a slip of ours and decide nothing.
BENTUK = m.Decorator(m.Call(m.Name("dataclass")))
PANJANG_SEBUTAN = 160


@dataclass(frozen=True, slots=True)
class Mutan:
    """One change: the line where it is, its name, and the whole file with it.

    `tanda` names it in the list of equivalent ones and does not move when lines do. `fungsi` is the qualified name of
    the function whose body is changed, "" where the change acts at import. `jangkauan` are the lines of the statement,
    by which the tests that run it are found.
    """

    baris: int
    tanda: str
    sumber: str = field(repr=False)
    fungsi: str
    jangkauan: range


def _argumen(node: cst.Call) -> Iterator[cst.Call]:
    """Of mutmut's two ways to spoil an argument the telling one: a positional becomes None, a keyword is dropped."""
    for baru in mutators.operator_arg_removal(node):
        if len(baru.args) == len(node.args):
            if any(lama is not kini and lama.keyword is None for lama, kini in zip(node.args, baru.args, strict=True)):
                yield baru
            continue
        hilang = next(satu for satu in node.args if satu not in baru.args)
        if hilang.keyword is not None and not _kalimat(hilang.value):
            yield baru


def _penugasan(node: cst.Assign | cst.AnnAssign) -> Iterator[cst.CSTNode]:
    """mutmut's, but for words."""
    if node.value is not None and not _kalimat(node.value):
        yield from mutators.operator_assignment(node)


def _unsur(node: cst.Set | cst.Tuple | cst.List | cst.Dict) -> Iterator[cst.CSTNode]:
    """Drop one element of a literal collection."""
    for posisi in range(len(node.elements)):
        sisa = [*node.elements[:posisi], *node.elements[posisi + 1 :]]
        if sisa and isinstance(node, cst.Tuple) and len(sisa) == 1:
            sisa = [sisa[0].with_changes(comma=cst.Comma())]
        if sisa or not isinstance(node, cst.Set):
            yield node.with_changes(elements=sisa)
        else:
            yield cst.Call(cst.Name("set"))


def _pernyataan(node: cst.Expr) -> Iterator[cst.CSTNode]:
    """Leave out a call that is made for its effect."""
    if isinstance(node.value, cst.Call) and _nama_panggilan(node.value) != "log":
        yield cst.Pass()


def _bila(node: cst.If) -> Iterator[cst.CSTNode]:
    """Turn a plain condition round (mutmut turns comparisons and `not`, but no name and no call)."""
    if isinstance(node.test, cst.Name | cst.Attribute | cst.Call | cst.NamedExpr):
        uji = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        yield node.with_changes(test=cst.UnaryOperation(cst.Not(), uji))


GANTI = (mutators.operator_arg_removal, mutators.operator_assignment)
OPERATOR: Sequence[tuple[Any, Any]] = [
    *[satu for satu in mutators.mutation_operators if satu[1] not in GANTI],
    (cst.Call, _argumen),
    (cst.Assign | cst.AnnAssign, _penugasan),
    (cst.Set | cst.Tuple | cst.List | cst.Dict, _unsur),
    (cst.Expr, _pernyataan),
    (cst.If, _bila),
]


def _kalimat(node: cst.CSTNode) -> bool:
    """Words for people: text with a space. What a screen or a log says is no decision."""
    return isinstance(node, cst.SimpleString) and " " in node.value


def _nama_panggilan(node: cst.CSTNode) -> str:
    if not isinstance(node, cst.Call):
        return ""
    fungsi = node.func
    if m.matches(fungsi, m.Attribute(value=m.Name("log"))):
        return "log"
    nama = fungsi.attr if isinstance(fungsi, cst.Attribute) else fungsi
    return nama.value if isinstance(nama, cst.Name) else ""


class _Pengumpul(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        self.hasil: list[tuple[cst.CSTNode, cst.CSTNode, str, range]] = []
        self._nama: list[str] = []
        self._fungsi: list[str] = []
        self._pernyataan: list[range] = [range(1, 2)]

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.Annotation | cst.Import | cst.ImportFrom) or m.matches(node, DEKLARASI):
            return False
        if _nama_panggilan(node) in TANPA_PUTUSAN or m.matches(node, TRANSAKSI | BENTUK):
            return False
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            return self._masuk(node)
        if not self._fungsi and m.matches(node, m.Assign(value=m.Subscript() | m.Call(m.Name("TypeVar")))):
            return False  # a name for a type
        if isinstance(node, cst.BaseStatement):
            self._pernyataan.append(self._baris(node))
        self._mutasi(node)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.BaseStatement) and not isinstance(
            original_node, cst.FunctionDef | cst.ClassDef
        ):
            self._pernyataan.pop()

    def _masuk(self, node: cst.FunctionDef | cst.ClassDef) -> bool:
        """Visit decorators, defaults and bases as of outside, the body as of inside."""
        for bagian in [*node.decorators, *([node.params] if isinstance(node, cst.FunctionDef) else node.bases)]:
            bagian.visit(self)
        self._nama.append(node.name.value)
        if isinstance(node, cst.FunctionDef):
            self._fungsi.append(".".join(self._nama))
        node.body.visit(self)
        if isinstance(node, cst.FunctionDef):
            self._fungsi.pop()
        self._nama.pop()
        return False

    def _baris(self, node: cst.CSTNode) -> range:
        letak = self.get_metadata(PositionProvider, node)
        badan = getattr(node, "body", None)
        akhir = self.get_metadata(PositionProvider, badan).start.line if isinstance(badan, cst.BaseSuite) else None
        return range(letak.start.line, max(akhir or 0, letak.start.line + 1) if akhir else letak.end.line + 1)

    def _mutasi(self, node: cst.CSTNode) -> None:
        if _kalimat(node):
            return
        for jenis, operator in OPERATOR:
            if isinstance(node, jenis):
                for baru in _ragam(operator, node):
                    fungsi = self._fungsi[0] if self._fungsi else ""
                    self.hasil.append((node, baru, fungsi, self._pernyataan[-1]))


def _ragam(operator: Any, node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    semua = list(operator(node))
    return semua[:1] if operator is mutators.operator_string else semua


class _Penukar(cst.CSTTransformer):
    def __init__(self, lama: cst.CSTNode, baru: cst.CSTNode) -> None:
        self.lama, self.baru = lama, baru

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> Any:
        return self.baru if original_node is self.lama else updated_node


def mutan(teks: str) -> Iterator[Mutan]:
    """Yield every mutant of the file `teks` that still compiles."""
    bungkus = MetadataWrapper(cst.parse_module(teks), unsafe_skip_copy=True)
    modul = bungkus.module
    letak = bungkus.resolve(PositionProvider)
    sebutan: Counter[str] = Counter()
    for bagian in modul.body:
        sebelum, sesudah = _sekitar(modul, bagian)
        for lama, baru, fungsi, jangkauan in _temukan(bungkus, bagian):
            sumber = sebelum + modul.code_for_node(bagian.visit(_Penukar(lama, baru))) + sesudah
            if sumber == teks or not _sah(sumber):
                continue
            tanda = f"{fungsi or '<modul>'}: {_ringkas(modul, lama)} → {_ringkas(modul, baru)}"
            sebutan[tanda] += 1
            if sebutan[tanda] > 1:
                tanda = f"{tanda} ({sebutan[tanda]})"
            yield Mutan(letak[lama].start.line, tanda, sumber, fungsi, jangkauan)


def _temukan(bungkus: MetadataWrapper, bagian: cst.CSTNode) -> list[tuple[cst.CSTNode, cst.CSTNode, str, range]]:
    pengumpul = _Pengumpul()
    with pengumpul.resolve(bungkus):
        bagian.visit(pengumpul)
    return pengumpul.hasil


def _sekitar(modul: cst.Module, bagian: cst.CSTNode) -> tuple[str, str]:
    """The text before and after one statement of the module."""
    letak = modul.body.index(bagian)
    return (
        modul.with_changes(body=modul.body[:letak], footer=[]).code,
        modul.with_changes(body=modul.body[letak + 1 :], header=[]).code,
    )


def _sah(sumber: str) -> bool:
    try:
        compile(sumber, "mutan", "exec")
    except SyntaxError:
        return False
    return True


def _ringkas(modul: cst.Module, node: cst.CSTNode) -> str:
    teks = " ".join(modul.code_for_node(node).split())
    return teks if len(teks) <= PANJANG_SEBUTAN else f"{teks[: PANJANG_SEBUTAN - 1]}…"
