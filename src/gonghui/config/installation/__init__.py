"""The first installation of a real city: what is asked, the table of areas, and founding it, all or nothing (1.7)."""
