"""The ceiling of an upload, before intake sees it."""

import pytest

from siapp.berkas import unggahan
from siapp.berkas.terima import terima
from siapp.berkas.unggahan import PenampungTerbatas
from siapp.web.galat import GalatPengguna
from tests.dunia import buat_pengguna


@pytest.mark.django_db
def test_unggahan_raksasa_tidak_memenuhi_cakram_dan_ditolak_dengan_ukurannya(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("django.conf.settings.BERKAS_UKURAN_MAKS", 64 * 1024)
    penampung = PenampungTerbatas()
    penampung.new_file("berkas", "besar.pdf", "application/pdf", 0)
    potong, jumlah = b"x" * 65_536, 100
    for nomor in range(jumlah):
        penampung.receive_data_chunk(potong, nomor * len(potong))
    berkas = penampung.file_complete(len(potong) * jumlah)
    assert berkas is not None
    assert berkas.size == len(potong) * jumlah
    berkas.file.seek(0, 2)
    assert berkas.file.tell() <= 64 * 1024 * (unggahan.KELIPATAN + 1)
    berkas.file.seek(0)
    with pytest.raises(GalatPengguna, match="6,2"):
        terima(berkas, oleh=buat_pengguna("Ratih Contoh"), nama="besar.pdf")
