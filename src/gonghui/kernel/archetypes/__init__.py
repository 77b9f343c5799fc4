"""Archetypes are vocabulary, not tables: the fields and manners every record of a kind truly has."""
