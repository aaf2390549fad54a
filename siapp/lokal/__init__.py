"""The embedded default: PostgreSQL and Valkey from wheels, and the supervisor behind `make run` (keputusan/0011).

Nothing in here is part of a production installation; nothing outside of it and the tests imports it.
"""
