"""Mutation testing of the core rooms: `make mutasi`, see docs/mutasi.md."""
