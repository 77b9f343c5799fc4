"""Figures: every declared indicator by unit and period, its parts, and the list of records behind each number (X-R11)."""
