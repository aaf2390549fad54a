"""Papers and mistakes written from the words of issue 12 and of what sends a usulan back, by a second hand.

Nothing here comes from the rules or from the first corpora: other sentences, labels, set-ups and sheets, each of the
eighteen services, read from their text and through a scanner.
"""
