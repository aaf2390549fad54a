"""Papers: documents set by a typesetter, tagged (PDF/UA) and made to be kept (PDF/A)."""
