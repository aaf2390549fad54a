"""Papers of a whole usulan, faultless or with one mistake, made apart from the rules that judge them and before them."""
