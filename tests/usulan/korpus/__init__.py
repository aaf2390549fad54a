"""Invented usulan by code, written apart from the rules of pemeriksaan awal and before them (issue 12, "Judging").

`bersih` holds faultless ones of every service, `salah` one mistake each; `susun` makes them through the real door.
"""
