"""Timers and signs of life: what wakes the background work, and how one sees that it is served."""
