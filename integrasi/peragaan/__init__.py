"""What demonstrates and does not ship: the stand-in SIASN, sample usulan, demo accounts (keputusan/0021)."""
