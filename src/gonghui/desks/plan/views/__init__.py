"""The plan in the browser: drafted and issued, received, revised, its progress, and the board."""
