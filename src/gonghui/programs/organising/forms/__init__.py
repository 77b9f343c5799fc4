"""What is filled in, in organising."""
