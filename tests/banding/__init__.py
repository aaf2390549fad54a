"""The comparison (`make banding`): each row is a ratio to the thinnest program that does the same work in the same run.

A row is a test of its own, which repeats both in turns and prints the median. Nothing is asserted about time. `make
test` runs each row once and small, so that it works when it is wanted. A new row is a module with a test that calls
`banding`.
"""
