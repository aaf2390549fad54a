"""Papers and mistakes written from the words of issue 12 and of what sends a usulan back.

Nothing here is shared with the first corpora: other sentences, labels, set-ups and sheets, each of the eighteen services,
read from their text and through a scanner. Who wrote it had read the rules (keputusan/0098).
"""
