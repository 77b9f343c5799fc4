"""Figures: every declared indicator by unit and period, its parts, and the records behind each number (X-R11)."""
