"""Contact persons of both sides (Pasal 4 ayat (2) huruf f, Pasal 5 ayat (2) huruf h)."""
