"""What goes out: a Peristiwa becomes calls, and each call is made exactly once."""
