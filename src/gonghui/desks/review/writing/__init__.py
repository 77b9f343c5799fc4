"""The year's review, written: wording of the office, numbers bound to their records (N-R9, N-R10)."""
