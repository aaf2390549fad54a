"""The round that SIASN knows: it begins when the signature of a correction (API 5) reaches SIASN.

Our own round begins earlier, when the PIC signs. What BKN says in between is still about the round before
(keputusan/0037).
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.keluar.rencana import PERBAIKAN
from integrasi.models import Pengiriman

# The newest signature of a correction that SIASN has or may have; its id names the round. None in the first round.
TEKEN_PERBAIKAN = f"""
    SELECT p.id::text AS id
    FROM integrasi_pengiriman p JOIN integrasi_usulansiasn s ON s.usulan_id = p.usulan_id
    WHERE upper(s.id_usulan) = upper(%(id_usulan)s) AND p.api = {Api.APPROVE:d}
      AND p.muatan ->> 'jenis_usulan' = '{PERBAIKAN}' AND p.keadaan <> '{Keadaan.BATAL}'
      AND (p.keadaan = '{Keadaan.SELESAI}' OR p.tidak_pasti_sejak IS NOT NULL)
    ORDER BY p.gelombang DESC LIMIT 1
"""  # noqa: S608  (constants of ours)


def sejak_putaran(usulan_id: UUID, paling_lambat: datetime | None = None) -> datetime | None:
    """Return since when SIASN has had the newest correction of the usulan, None in the first round.

    `paling_lambat`: not later than this; when a notice came, so that working it again finds its first effect.
    """
    tiba = Q(keadaan=Keadaan.SELESAI) | (~Q(keadaan=Keadaan.BATAL) & Q(tidak_pasti_sejak__isnull=False))
    teken = Pengiriman.objects.filter(tiba, usulan=usulan_id, api=Api.APPROVE, muatan__jenis_usulan=PERBAIKAN)
    baris = teken.order_by("-gelombang").first()
    sejak = None if baris is None else baris.selesai_pada or baris.tidak_pasti_sejak
    return sejak and min(sejak, paling_lambat or sejak)
