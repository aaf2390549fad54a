"""HTTP client of BKN's SIASN: knows the wire, none of our models, no Django.

Settings come in as `konfigurasi.Konfigurasi`, tokens through a `token.GudangToken`, and every failure
goes out as one of `errors`, which says what to do next. One module per API family.
"""
