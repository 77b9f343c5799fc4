"""The counters of the review."""
