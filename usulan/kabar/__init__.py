"""Notices: what happened, whom it concerns, why, and where it leads (keputusan/0080).

`jenis` holds the kinds in one table, `aturan` says which Peristiwa tells whom, `susun` writes the notices from the
Peristiwa, `harian` those that follow from time alone, `baca` shows them.
"""
