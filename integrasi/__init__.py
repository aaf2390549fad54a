"""What the partner answers: a room for each of its jobs (arsitektur.md 2, keputusan/0020)."""
