"""What the words of a paper say: facts with the page and the place where each was read (keputusan/0075).

Pure functions over pages of words; only `simpan` knows the database: it takes the words from the file room and keeps
the facts there. A reader of facts asks `simpan.fakta_usulan` and gets the shapes of `bentuk`.
"""
