"""Members: persons and their memberships (rules B), as far as a household's case needs them."""
