"""Whether SIASN keeps to the contract, checked on demand."""
