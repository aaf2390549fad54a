"""What a paper says: facts of invented papers, written before the rules that read them."""
