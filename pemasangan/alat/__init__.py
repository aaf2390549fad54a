"""The command `siapp` of an installed server. The standard library only: it works while the product does not."""
