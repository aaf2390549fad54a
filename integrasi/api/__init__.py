"""The three APIs that SIAPP serves to BKN (Lampiran APIs 8, 9, 12), their tokens, files, description and news."""
