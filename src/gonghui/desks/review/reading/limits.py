"""How large a paper may be, and how the child that reads it says why it refuses: its exit codes."""

MOST_BYTES = 20 * 2**20
MOST_CHARACTERS = 500_000
MOST_UNPACKED = 40 * 2**20
MOST_ENTRIES = 2_000

PASSWORD, TOO_LONG, NOT_WORD, TOO_LARGE, MACRO = range(3, 8)
