"""The pages of the written review: the years, one with its steps, its words, and the paper itself."""
