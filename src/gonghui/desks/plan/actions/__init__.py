"""What is done with a plan: drafted, issued, received, revised, explained, reminded of (N-R2 to N-R4)."""
