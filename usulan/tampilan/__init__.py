"""From what is stored to the plain rows that the templates show; nothing here writes or decides."""
