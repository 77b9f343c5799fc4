"""Pages of personal data: a person's own, and the data-protection officer's."""
