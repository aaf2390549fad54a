"""What operators see and settle."""
