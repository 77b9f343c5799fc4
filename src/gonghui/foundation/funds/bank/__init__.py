"""The bank's side: the file it is given, the file it answers with, and the cupboard where both are kept."""
