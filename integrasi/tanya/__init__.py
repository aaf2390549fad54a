"""What we ask BKN: stages and Pertek (APIs 7 and 6), lists and staff (APIs 13 and 1)."""
