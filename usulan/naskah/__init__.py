"""The papers of a Keppres: RKP, memo, petikan, cover of the copies, tanda terima (keputusan/0104)."""
