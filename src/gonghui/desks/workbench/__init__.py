"""An officer's to-do list: what waits for her, how long is left, what she sent and where it is now."""
