"""What holds for all source, whoever writes it (house-style)."""
