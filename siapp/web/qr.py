"""A QR code as a picture for a page or a paper."""

from io import BytesIO

import qrcode
from django.utils.safestring import SafeString
from qrcode.image.svg import SvgPathImage


def qr_svg(alamat: str) -> SafeString:
    """Return a QR code of `alamat` as an svg element: one path, no style, no script.

    An address only, never a NIP or a name: whoever sees the paper can read the code.
    """
    isi = BytesIO()
    qrcode.make(alamat, image_factory=SvgPathImage, border=2).save(isi)
    gambar = isi.getvalue().decode()
    return SafeString(gambar[gambar.index("<svg") :])
