"""What BKN sends us (API 9): the inbox, and its way into `usulan.actions`."""
