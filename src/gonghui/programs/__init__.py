"""One folder per program of the federation; none imports another."""
