"""Whole roads for demonstration: people's steps through the actions, BKN's through the simulator over HTTP."""
