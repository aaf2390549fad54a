"""The command `siapp` of an installed server (keputusan/0046).

The standard library only: it works while the product does not.
"""
