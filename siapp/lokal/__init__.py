"""The embedded default: PostgreSQL and Valkey from wheels, and the supervisor behind `make run` (keputusan/0011).

Nothing in here is part of a production installation. What demonstrates (`integrasi.peragaan`) and the tests use it; the
settings look for its default (`bawaan`) and do without.
"""
