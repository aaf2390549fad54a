"""Papers and mistakes written from the words of issue 12 and of what sends a usulan back.

Nothing here is shared with the first corpora (but who wrote it had read the rules, keputusan/0098): other sentences, labels, set-ups and sheets, each of the
eighteen services, read from their text and through a scanner.
"""
