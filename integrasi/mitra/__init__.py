"""The partner's state: tokens, breaker, drift from the contract, counts of calls."""
