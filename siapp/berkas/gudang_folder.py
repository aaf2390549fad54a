"""Documents in a folder: a file is there whole, or not at all."""

import os
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.storage import FileSystemStorage

from siapp.berkas.ruang import menolak_dicatat

SEBAGIAN = "sebagian"
"""Where what is being written stands: beside the documents, on the same disk, in no list of them."""


class GudangFolder(FileSystemStorage):
    """FileSystemStorage that writes under a temporary name first: a full disk leaves nothing half-written behind."""

    def _save(self, name: str, content: Any) -> str:
        nama_sementara = f"{SEBAGIAN}/{uuid4().hex}"
        sementara = Path(self.path(nama_sementara))
        try:
            with menolak_dicatat():
                super()._save(nama_sementara, content)  # type: ignore[misc]
                return self._namai(sementara, name)
        finally:
            sementara.unlink(missing_ok=True)

    def _namai(self, sementara: Path, name: str) -> str:
        while True:
            tujuan = Path(self.path(name))
            tujuan.parent.mkdir(parents=True, exist_ok=True)
            try:
                # A link refuses a name that is taken, a rename would replace it.
                os.link(sementara, tujuan)
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return name
