"""A stand-in for BKN's SIASN: a server of its own process that plays the partner's part.

It is a stranger to the product on purpose: no Django, none of our models, HTTP only. What it shares with us is the
catalogue of services (`referensi.katalog`), which is a transcription of the agreement and belongs to both parties.
"""
