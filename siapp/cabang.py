"""Processes that are forked from one that has loaded everything share its memory, as long as nobody writes there."""

import gc


def sebelum_bercabang() -> None:
    """Tidy up and let no collection in the children touch what is there by now: a touched page is copied."""
    gc.collect()
    gc.freeze()
